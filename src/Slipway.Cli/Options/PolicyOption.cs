using System.CommandLine;
using Slipway.Cli.Invocations;
using Slipway.Trust.Policies;

namespace Slipway.Cli.Options;

/// <summary><c>--policy</c>: the policy to go by, from outside the tree.</summary>
internal static class PolicyOption
{
    public static Option<string?> Create() => new("--policy")
    {
        Description = "The policy to go by (default: trust/policy.yml of the tree)",
        HelpName = "FILE",
    };

    public static string File(Invocation invocation, Option<string?> option) =>
        invocation.Arguments.GetValue(option)
        ?? Path.Join(invocation.Workspace.RootPath, PolicyDocument.File.Value);
}
