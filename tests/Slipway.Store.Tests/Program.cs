using Slipway.Store.Tests;
using Slipway.Store.Tests.Support;
using Xunit.MicrosoftTestingPlatform;

// Tests about crashes and about several processes run this executable again as a child.
return args is [ChildProcess.Marker, .. var rest]
    ? await ChildProcess.MainAsync(rest)
    : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
