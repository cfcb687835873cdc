using System.Runtime.Versioning;
using Slipway.Registry.Tests.Support;

[assembly: UnsupportedOSPlatform("windows")]
[assembly: AssemblyFixture(typeof(PlainRegistry))]
