using System.Runtime.Versioning;
using Slipway.Engines.Tests.Support;

[assembly: UnsupportedOSPlatform("windows")]
[assembly: AssemblyFixture(typeof(SharedDocker))]
[assembly: AssemblyFixture(typeof(SharedPodman))]
[assembly: AssemblyFixture(typeof(SharedBuildah))]
