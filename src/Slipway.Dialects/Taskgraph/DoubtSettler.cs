using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Dialects.Taskgraph;

/// <summary>
/// Leaves out the images whose digests could be wrong: those that only taskgraph can make, and of which
/// <c>slipway.yml</c> does not say what their digests are made of.
/// </summary>
/// <param name="draft">What the tree's files and <c>slipway.yml</c> say.</param>
/// <param name="countsReleases">Whether the digests that are asked for depend on the release of taskgraph.</param>
/// <param name="problems">Gets what is wrong with what <c>slipway.yml</c> says of them.</param>
/// <param name="hasReleases">Whether a release of taskgraph says what the tree's digests are made of.</param>
internal sealed class DoubtSettler(
    ConfigDraft draft, bool countsReleases, DiagnosticBag problems, bool hasReleases = true)
{
    private const int MostNames = 3;

    private readonly TaskgraphSettings _said = draft.Config.Extensions.Get<TaskgraphSettings>();

    public void Settle()
    {
        bool isReleaseSaid = TakeRelease();
        var harmless = CheckNames();
        bool Counts(DigestDoubt doubt) => doubt.Code == TaskgraphCodes.ReleaseUnknown
            ? countsReleases && !isReleaseSaid && (doubt.IsFinal || !draft.HasImageBuilder)
            : !harmless.Contains((doubt.Code, doubt.Subject));

        ImmutableArray<DigestDoubt> ofTree = [.. draft.Doubts.Where(Counts)];
        problems.AddRange(ofTree.Where(doubt => !doubt.LeavesOut).Select(doubt => doubt.Report(string.Empty)));
        ImmutableArray<DigestDoubt> leaving = [.. ofTree.Where(doubt => doubt.LeavesOut)];
        var leftOut = draft.Images
            .SelectMany(entry => LeaveOut(entry, [.. leaving, .. entry.Doubts.Where(Counts)]))
            .ToList();
        if (draft.ListsAllImages)
        {
            Report(leftOut);
        }
        else if (leaving is [var first, ..])
        {
            // Which folders are images is not known before they are read.
            draft.UnlistedDoubt = first;
            draft.LeftOut.AddRange(leaving.Select(doubt => doubt.Report("Images are")));
        }
    }

    private static IEnumerable<(DigestDoubt Doubt, string Name)> LeaveOut(
        ImageEntry entry, IEnumerable<DigestDoubt> doubts)
    {
        var said = entry.Extensions.Get<DigestSettings>();
        foreach (var doubt in doubts)
        {
            bool isSettled = doubt.Code == TaskgraphCodes.ReleaseUnknown ? said.ImageBuilder is not null : said.IsSaid;
            if (doubt.IsFinal || !isSettled)
            {
                entry.LeaveOut(doubt.Report($"{entry.Name} is"));
                yield return (doubt, entry.Name.Value);
            }
        }
    }

    /// <summary>One warning for what leaves several images out, at the first place.</summary>
    private void Report(IEnumerable<(DigestDoubt Doubt, string Name)> leftOut)
    {
        foreach (var group in leftOut.GroupBy(pair => (pair.Doubt.Code, pair.Doubt.Subject)))
        {
            string[] names = [.. group.Select(pair => pair.Name).Order(StringComparer.Ordinal)];
            var doubt = group.First().Doubt;
            draft.LeftOut.Add(doubt.Report($"{NameList.Of(names, MostNames)} {(names.Length == 1 ? "is" : "are")}"));
        }
    }

    /// <returns>Whether the release is said, and known.</returns>
    private bool TakeRelease()
    {
        if (_said.Release is not { } said)
        {
            return false;
        }

        if (!hasReleases)
        {
            problems.Add(new Diagnostic(
                ConfigurationCodes.BadValue,
                "'release' is for trees with 'scheme: taskgraph', and gecko's digests do not depend on it",
                "Remove it; what they depend on stands below 'gecko:'.",
                said.Location));
            return true;
        }

        if (TaskgraphRelease.Parse(said.Value) is not { } version || !TaskgraphRelease.IsKnown(version))
        {
            problems.Add(new Diagnostic(
                ConfigurationCodes.BadValue,
                $"The digests of taskgraph {Display.Text(said.Value)} are not known",
                $"Write a release from {TaskgraphRelease.Oldest.ToString(2)} to {TaskgraphRelease.Newest} whose "
                + "digests are the tree's; before those they cannot be computed.",
                said.Location));
            return true;
        }

        var release = TaskgraphRelease.Of(version);
        draft.Config = draft.Config with
        {
            ImageBuilder = draft.HasImageBuilder ? draft.Config.ImageBuilder : release.ImageBuilder,
            HasSpacedArguments = release.SpacedArguments,
        };
        return true;
    }

    /// <summary>Tells of names that are declared harmless, and that nothing has.</summary>
    /// <returns>What is declared harmless.</returns>
    private HashSet<(DiagnosticCode Code, string Subject)> CheckNames()
    {
        var there = draft.Doubts.Concat(draft.Images.SelectMany(entry => entry.Doubts))
            .ToLookup(doubt => doubt.Code, doubt => doubt.Subject);
        var harmless = new HashSet<(DiagnosticCode Code, string Subject)>();
        foreach (var (code, what, names) in new[]
        {
            (TaskgraphCodes.TransformUnknown, "transform", _said.HarmlessTransforms),
            (TaskgraphCodes.KeyUnknown, "key", _said.HarmlessKeys),
            (TaskgraphCodes.LoaderUnknown, "loader", _said.HarmlessLoaders),
        })
        {
            foreach (var name in names)
            {
                string subject = KindTransforms.NameOf(name.Value);
                harmless.Add((code, subject));
                if (draft.ListsAllImages && !there[code].Contains(subject))
                {
                    problems.Add(new Diagnostic(
                        TaskgraphCodes.HarmlessMissing,
                        $"The images have no {what} '{Display.Text(name.Value)}' that only taskgraph knows",
                        Suggestion.For(subject, there[code].Distinct()) is { } nearest
                            ? $"Did you mean '{Display.Text(nearest)}'?"
                            : $"Take it out of 'harmless-{what}s'.",
                        name.Location,
                        Severity.Warning));
                }
            }
        }

        return harmless;
    }
}
