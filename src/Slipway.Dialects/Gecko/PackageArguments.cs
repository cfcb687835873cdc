using System.Collections.Immutable;

namespace Slipway.Dialects.Gecko;

/// <summary>What the command of a package is made of, for those who compare two of them: it changes exactly when one of
/// these does.</summary>
internal static class PackageArguments
{
    public static ImmutableSortedDictionary<string, string> Of(PackageRun run, string task)
    {
        var arguments = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        arguments["url"] = run.Url.Text;
        arguments["sha256"] = run.Sha256;
        arguments["source"] = run.IsDsc ? "dsc" : "tarball";
        arguments["name"] = new PackageCommand(run, task, string.Empty).Package ?? string.Empty;
        arguments["resolver"] = run.UsesAptitude ? "aptitude" : "apt-get";
        if (run.PreBuildCommand is { } command)
        {
            arguments["pre-build-command"] = command;
        }
        else if (run.Patch is null)
        {
            arguments["backport"] = $"{task.Split('-')[0]}moz for {run.Dist.Text}";
        }

        return arguments.ToImmutable();
    }
}

/// <summary>What a package runs, until it is known which gecko the tree has.</summary>
internal sealed record PackageRunSettings
{
    public PackageRun? Run { get; init; }
}
