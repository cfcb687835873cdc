using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;

namespace Slipway.Dialects.Gecko;

/// <summary>
/// Puts together what the tree shows of its gecko and what <c>slipway.yml</c> says, and doubts the digests that depend
/// on what neither does.
/// </summary>
/// <param name="draft">What the tree's files and <c>slipway.yml</c> say.</param>
/// <param name="counts">Whether gecko's digests are asked for.</param>
internal sealed class GenerationSettler(ConfigDraft draft, bool counts)
{
    private readonly GeckoShown _shown = draft.Config.Extensions.Get<GeckoShown>();

    public void Settle()
    {
        var settings = draft.Config.Extensions.Get<GeckoSettings>().Over(_shown.Settings);
        settings = settings with { RepositoryType = draft.Checkout.RepositoryType ?? settings.RepositoryType };
        string? builder = draft.HasImageBuilder ? draft.Config.ImageBuilder : _shown.ImageBuilder;
        draft.Config = draft.Config.With(settings) with
        {
            ImageBuilder = builder ?? GeckoShown.NewestBuilder,
            HasSpacedArguments = settings.HasSpacedArguments ?? false,
            RunTaskForm = settings.RunTask,
            SpreadsUncached = draft.Checkout.Project == CheckoutFacts.Toolchains,
        };
        if (counts)
        {
            DoubtAll(settings, builder);
            foreach (var entry in draft.Images)
            {
                entry.Doubts = [.. entry.Doubts, .. DoubtsOf(entry, settings)];
            }
        }
    }

    private void DoubtAll(GeckoSettings settings, string? builder)
    {
        if (builder is null)
        {
            draft.Doubts.Add(Doubt(
                "builder",
                "the tree does not show the image in which image_builder is built: "
                + $"{GeckoShown.NewestBuilder} in newer gecko, {GeckoShown.OlderBuilder} in older",
                "Say which with 'image-builder:' in a slipway.yml with 'scheme: gecko'."));
        }

        if (settings.CountsRepositoryType is null && settings.RepositoryType == GeckoSettings.Git)
        {
            draft.Doubts.Add(Doubt(
                "git",
                "the tree does not show whether the line 'git' is a part of digests, as in newer gecko, or is not, as "
                + "in older",
                "Say it with 'repository-type-counts: true' or 'false' below 'gecko:' in a slipway.yml with "
                + "'scheme: gecko'."));
        }
    }

    private IEnumerable<DigestDoubt> DoubtsOf(ImageEntry entry, GeckoSettings settings)
    {
        if (entry.Package is not null)
        {
            if (settings.RootUrl is null)
            {
                yield return Doubt(
                    "root-url",
                    "the tree does not show whether commands of packages hold $TASKCLUSTER_ROOT_URL, as in newer "
                    + "gecko, or the root URL itself, as in older",
                    "Say which with 'root-url:' below 'gecko:' in a slipway.yml with 'scheme: gecko'.");
            }

            yield break;
        }

        if (settings.HasSpacedArguments is null && !entry.Args.IsEmpty)
        {
            yield return Doubt(
                "arguments",
                "the tree does not show whether arguments are written as {\"A\":\"x\"}, as in newer gecko, or with "
                + "blanks, as in older",
                "Say which with 'arguments: compact' or 'spaced' below 'gecko:' in a slipway.yml with "
                + "'scheme: gecko'.");
        }

        if (!_shown.WithRunTask.Contains(entry.Name))
        {
            yield break;
        }

        if (settings.RunTask is null)
        {
            yield return Doubt(
                "run-task",
                "the tree does not show whether '# %include-run-task' brings two files, as in newer gecko, or four, "
                + "as in older",
                "Say which with 'run-task-snippet: gecko' or 'taskgraph' below 'gecko:' in a slipway.yml with "
                + "'scheme: gecko'.");
        }
        else if (_shown.RunTaskIsPatched is { } patch)
        {
            yield return Doubt(
                "patch",
                $"its context has taskgraph's run-task with {patch} applied to it, which only gecko does",
                "Let gecko build these images.") with { Location = new SourceLocation(patch) };
        }
    }

    private DigestDoubt Doubt(string subject, string text, string remedy) =>
        new(GeckoCodes.GenerationUnknown, subject, text, remedy, _shown.Location) { IsFinal = true };
}

/// <summary>Makes the commands of packages, when it is known what they hold.</summary>
internal static class PackageSettler
{
    public static void Settle(ConfigDraft draft)
    {
        string rootUrl = draft.Config.Extensions.Get<GeckoSettings>().RootUrl ?? GeckoSettings.RootUrlVariable;
        var names = draft.Config.Packages.ToBuilder();
        foreach (var entry in draft.Images.Where(entry => entry.Package is not null))
        {
            var package = entry.Package!;
            names[entry.Name] = package.Name;
            if (entry.Extensions.Get<PackageRunSettings>().Run is { } run && !entry.IsBroken)
            {
                entry.Package = package with { Command = CommandOf(run, package, rootUrl) };
            }
        }

        draft.Config = draft.Config with { Packages = names.ToImmutable() };
    }

    private static System.Collections.Immutable.ImmutableArray<string> CommandOf(
        PackageRun run, PackageSource package, string rootUrl) =>
        ["sh", "-x", "-c", new PackageCommand(run, package.Name, rootUrl).Write()];
}
