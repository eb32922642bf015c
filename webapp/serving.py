"""The server of the site: granian's, but one that a second signal cannot stop from ending."""

from granian.server.mp import MPServer


class Server(MPServer):
    """A server that hears the first signal to end and no other.

    The signal sets an event. A second one that comes while it is being set would wait, in the
    same thread, for the lock of that event, for ever; and two come at once where `make` passes
    on what its whole group was told.
    """

    def signal_handler_interrupt(self, *_: object) -> None:
        """Have the server end, the first time."""
        if not self.interrupt_signal:
            self.interrupt_signal = True
            self.main_loop_interrupt.set()
