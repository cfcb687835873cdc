using System.CommandLine;
using Slipway.Cli.Help;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway trust</c>: who built an image, from what, and whether that may be believed.</summary>
internal static class TrustCommand
{
    public static Command Create() => new CommandGroup(
        "trust",
        "Judge what is said of an image's build, and sign it",
        [
            new("slipway trust verify TASK_ID", "may the image that a task built be believed?"),
            new("slipway trust verify --documents DIR", "judge a chain that was written down"),
            new("slipway trust check", "is the policy of this tree sound?"),
            new("slipway trust verify --explain 4.5", "what a rule says, and what to do when it does not hold"),
        ])
    {
        new TrustVerifyCommand(),
        new TrustCollectCommand(),
        new TrustCheckCommand(),
        new TrustImportCommand(),
        new TrustKeygenCommand(),
        new TrustAttestCommand(),
    };
}
