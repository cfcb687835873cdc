using Slipway.Registry.Tests.Support;
using Slipway.Tests.Registries;

[assembly: AssemblyFixture(typeof(PlainRegistry))]
