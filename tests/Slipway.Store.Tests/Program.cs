using Slipway.Store.Tests;
using Slipway.Store.Tests.Support;
using Slipway.Tests;
using Xunit.MicrosoftTestingPlatform;

// Tests about crashes and about several processes run this executable again as a child.
if (args is [ChildProcess.Marker, .. var rest])
{
    return await ChildProcess.MainAsync(rest);
}

// What others have left in the temporary folder of the machine is garbage too, and not of these tests.
using var temporary = new TempFolder();
// As the machine's own: other users have files there.
if (!OperatingSystem.IsWindows())
{
    File.SetUnixFileMode(temporary.Path, (UnixFileMode)0b1_111_111_111);
}

Environment.SetEnvironmentVariable("TMPDIR", temporary.Path);
return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
