using Slipway.Registry.Tests.Support;

[assembly: AssemblyFixture(typeof(PlainRegistry))]
