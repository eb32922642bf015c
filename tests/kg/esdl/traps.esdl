<?xml version='1.0' encoding='UTF-8'?>
<!-- Made up for the tests: a small heat network that has every trap of real models. -->
<esdl:EnergySystem xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:esdl="http://www.tno.nl/esdl" id="Havenproef 1" name="Havenproef" description="A made-up network" version="3">
  <energySystemInformation xsi:type="esdl:EnergySystemInformation" id="esi">
    <carriers xsi:type="esdl:Carriers" id="carriers">
      <carrier xsi:type="esdl:HeatCommodity" id="prim" name="Primary" supplyTemperature="80.0"/>
      <carrier xsi:type="esdl:HeatCommodity" id="prim_ret" name="Primary_ret" returnTemperature="40.0"/>
      <carrier xsi:type="esdl:HeatCommodity" id="sec" name="Secondary" supplyTemperature="65.0"/>
      <carrier xsi:type="esdl:HeatCommodity" id="sec_ret" name="Secondary_ret" returnTemperature="35.0"/>
      <carrier xsi:type="esdl:ElectricityCommodity" id="elec" name="Electricity"/>
    </carriers>
  </energySystemInformation>
  <instance id="i1" name="Scenario one">
    <area id="a1" name="Untitled area">
      <area xsi:type="esdl:Area" id="bu05990101" name="Testbuurt" scope="NEIGHBOURHOOD">
        <geometry xsi:type="esdl:Polygon" CRS="WGS84">
          <exterior xsi:type="esdl:SubPolygon">
            <point xsi:type="esdl:Point" lat="51.90" lon="4.40"/>
            <point xsi:type="esdl:Point" lat="51.90" lon="4.50"/>
            <point xsi:type="esdl:Point" lat="51.95" lon="4.50"/>
          </exterior>
        </geometry>
        <asset xsi:type="esdl:HeatingDemand" id="demand" name="Homes" power="2000000.0">
          <geometry xsi:type="esdl:Point" lat="51.92" lon="4.47"/>
          <port xsi:type="esdl:InPort" id="demand-in" name="In" carrier="sec" connectedTo="pipe3-out">
            <profile xsi:type="esdl:InfluxDBProfile" id="series" host="profiles.example.org" database="warmte" measurement="demand" field="q"/>
          </port>
          <port xsi:type="esdl:OutPort" id="demand-out" name="Out" carrier="sec_ret" connectedTo="pipe3-ret-in"/>
        </asset>
      </area>
      <asset xsi:type="esdl:GeothermalSource" id="source" name="Well" flowRate="0.05" power="5000000.0" colour="green">
        <geometry xsi:type="esdl:Point" lat="51.90" lon="4.45" CRS="WGS84"/>
        <port xsi:type="esdl:OutPort" id="source-out" name="Out" carrier="prim" connectedTo="pipe1-in"/>
        <port xsi:type="esdl:InPort" id="source-in" name="In" carrier="prim_ret" connectedTo="pipe1-ret-out"/>
        <port xsi:type="esdl:InPort" id="source-elec" name="Electricity" carrier="elec" connectedTo="grid-out"/>
        <costInformation xsi:type="esdl:CostInformation" id="twice"/>
      </asset>
      <asset xsi:type="esdl:ElectricityNetwork" id="grid" name="Grid">
        <port xsi:type="esdl:OutPort" id="grid-out" name="Out" carrier="elec" connectedTo="source-elec"/>
      </asset>
      <asset xsi:type="esdl:Pipe" id="Pipe1" name="Pipe" related="Pipe1_ret" length="1000.0" diameter="DN500" innerDiameter="0.2101" outerDiameter="0.4">
        <geometry xsi:type="esdl:Line" CRS="WGS84">
          <point xsi:type="esdl:Point" lat="51.90" lon="4.45"/>
          <point xsi:type="esdl:Point" lat="51.91" lon="4.45"/>
        </geometry>
        <port xsi:type="esdl:InPort" id="pipe1-in" name="In" carrier="prim" connectedTo="source-out"/>
        <port xsi:type="esdl:OutPort" id="pipe1-out" name="Out" carrier="prim" connectedTo="hx-prim-in"/>
        <costInformation xsi:type="esdl:CostInformation" id="twice"/>
      </asset>
      <asset xsi:type="esdl:Pipe" id="Pipe1_ret" name="Pipe" related="Pipe1" length="1000.0" diameter="DN500" innerDiameter="0.2101" outerDiameter="0.4">
        <port xsi:type="esdl:InPort" id="pipe1-ret-in" name="In" carrier="prim_ret" connectedTo="hx-prim-out"/>
        <port xsi:type="esdl:OutPort" id="pipe1-ret-out" name="Out" carrier="prim_ret" connectedTo="source-in"/>
      </asset>
      <asset xsi:type="esdl:HeatExchange" id="hx" name="Station">
        <geometry xsi:type="esdl:Point" lat="4.45" lon="51.91"/>
        <port xsi:type="esdl:InPort" id="hx-prim-in" name="PrimIn" carrier="prim" connectedTo="pipe1-out"/>
        <port xsi:type="esdl:OutPort" id="hx-prim-out" name="PrimOut" carrier="prim_ret" connectedTo="pipe1-ret-in"/>
        <port xsi:type="esdl:InPort" id="hx-sec-in" name="SecIn" carrier="sec_ret" connectedTo="pipe3-ret-out"/>
        <port xsi:type="esdl:OutPort" id="hx-sec-out" name="SecOut" carrier="sec" connectedTo="pipe3-in"/>
      </asset>
      <asset xsi:type="esdl:Pipe" id="Pipe3" name="Branch" state="OPTIONAL" length="300.0" outerDiameter="0.25">
        <port xsi:type="esdl:InPort" id="pipe3-in" name="In" carrier="sec" connectedTo="hx-sec-out"/>
        <port xsi:type="esdl:OutPort" id="pipe3-out" name="Out" carrier="sec" connectedTo="demand-in valve-in"/>
      </asset>
      <asset xsi:type="esdl:Pipe" id="Pipe3_ret" name="Branch_ret" state="OPTIONAL" length="300.0" outerDiameter="0.25">
        <port xsi:type="esdl:InPort" id="pipe3-ret-in" name="In" carrier="sec_ret" connectedTo="demand-out"/>
        <port xsi:type="esdl:OutPort" id="pipe3-ret-out" name="Out" carrier="sec_ret" connectedTo="hx-sec-in"/>
      </asset>
      <asset xsi:type="esdl:Pipe" id="Pipe 4/b" name="Stub" state="OPTIONAL" length="about 50">
        <port xsi:type="esdl:InPort" id="pipe4-in" name="In" carrier="sec" connectedTo="pipe3-out gone"/>
      </asset>
      <asset xsi:type="esdl:Valve">
        <port xsi:type="esdl:InPort" id="valve-in" name="In" carrier="sec" connectedTo="pipe3-out"/>
      </asset>
      <asset xsi:type="esdl:BiomassHeater" id="boiler" name="Boiler"/>
      <asset xsi:type="esdl:HeatPipeline" id="odd" name="Odd one" shine="7"/>
    </area>
  </instance>
  <parties xsi:type="esdl:Parties" id="parties">
    <party xsi:type="esdl:Party" id="party" name="The heat company" owns="Pipe1"/>
  </parties>
</esdl:EnergySystem>
