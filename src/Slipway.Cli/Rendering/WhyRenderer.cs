using Slipway.Application.Explaining;
using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Core.Planning;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Why an image is built, as text and as JSON.</summary>
internal static class WhyRenderer
{
    public static void Write(WhyAnswer answer, IAnsiConsole console, bool everything)
    {
        console.WriteLine(Headline(answer));
        var causes = new CauseRenderer(console, everything);
        if (answer.Explanation is { } explanation)
        {
            console.WriteLine();
            causes.WriteFor(explanation, answer.Planned.Name, answer.Patches);
        }
        else if (!answer.Told.IsEmpty)
        {
            console.WriteLine();
            foreach (string line in answer.Told)
            {
                console.WriteLine($"  {line}");
            }
        }
        else if (answer.LastRebuild is { } rebuild)
        {
            console.WriteLine();
            console.WriteLine(Reason(rebuild));
            if (rebuild.Explanation is { } past)
            {
                console.WriteLine();
                causes.WriteFor(past, answer.Planned.Name, answer.Patches);
            }
        }
    }

    public static WhyDocument ToDocument(WhyAnswer answer) => new(
        answer.Planned.Name.Value,
        answer.Planned.Digest.ToString(),
        PlanRenderer.NameOf(answer.Planned.Action),
        NameOf(answer.Verdict),
        answer.Against is { } label
            ? new WhyAgainstDocument(
                label,
                (answer.Baseline?.Digest ?? answer.Explanation?[answer.Planned.Name].Before)?.ToString(),
                answer.Baseline?.Scope.Text,
                answer.Baseline?.Record?.Id.Value,
                answer.Baseline?.Record?.Finished)
            : null,
        answer.Explanation is { } explanation
            ? ComparisonDocuments.Causes(explanation, answer.Patches)
            : [],
        answer.Told.IsEmpty ? null : answer.Told,
        answer.LastRebuild is { } rebuild ? HistoryRenderer.ToDocument(rebuild, answer.Patches) : null);

    /// <summary>Why a build was run, as a sentence.</summary>
    private static string Reason(Rebuild rebuild)
    {
        string when = $"was built {Units.Moment(rebuild.Record.Finished)}";
        return rebuild switch
        {
            { Previous: null } => $"It {when} for the first time.",
            { Explanation: not null } =>
                $"It {when} because its inputs were not those of {rebuild.Previous.Digest.Short} any more:",
            _ => $"It {when} with the inputs that it had before: {HistoryRenderer.ReasonOf(rebuild.Record.Reason)}.",
        };
    }

    private static string Headline(WhyAnswer answer)
    {
        var (image, digest) = (answer.Planned.Name, answer.Planned.Digest.Short);
        return answer.Verdict switch
        {
            WhyVerdict.UpToDate => $"{image} has the same inputs as {answer.Against}.",
            WhyVerdict.Changed when answer.Planned.Action == PlanAction.Reuse =>
                $"{image} is now {digest}, which is indexed and is not built again. It differs from {answer.Against}:",
            WhyVerdict.Changed when answer.Explanation is { } explained && explained[image].Before is null =>
                $"{image} is now {digest}. It was no image of {answer.Against}.",
            WhyVerdict.Changed => $"{image} is now {digest} and is to be built. It differs from {answer.Against}:",
            WhyVerdict.TooOld or WhyVerdict.ParentTooOld =>
                $"{image} has the same inputs as {answer.Against}, but is to be built again: "
                + $"{PlanRenderer.Explain(answer.Planned.Reason)}.",
            WhyVerdict.EntryGone =>
                $"{image} has the same inputs as {answer.Against}, but is to be built again: "
                + "its entry in the index has expired or was deleted, or its image is gone.",
            WhyVerdict.OtherLevelOnly =>
                $"{image} is to be built: no build is indexed that this push may use. The newest is {answer.Against}.",
            WhyVerdict.NeverBuilt => $"{image} is to be built: {answer.Asked} build of it.",
            WhyVerdict.Uncached => $"{image} is built by every push, and nothing of it is indexed: 'cache: false'.",
            _ => throw new ArgumentOutOfRangeException(nameof(answer)),
        };
    }

    private static string NameOf(WhyVerdict verdict) => verdict switch
    {
        WhyVerdict.UpToDate => "up-to-date",
        WhyVerdict.Changed => "changed",
        WhyVerdict.TooOld => "max-age",
        WhyVerdict.ParentTooOld => "parent-max-age",
        WhyVerdict.EntryGone => "entry-gone",
        WhyVerdict.OtherLevelOnly => "other-level-only",
        WhyVerdict.NeverBuilt => "never-built",
        WhyVerdict.Uncached => "uncached",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };
}
