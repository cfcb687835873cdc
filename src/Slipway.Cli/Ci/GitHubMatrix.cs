using System.Collections.Immutable;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Core.Planning;

namespace Slipway.Cli.Ci;

/// <summary>A plan as matrices for the jobs of a workflow of GitHub Actions.</summary>
internal static class GitHubMatrix
{
    // https://docs.github.com/en/actions/reference/limits: a matrix can generate 256 jobs at most.
    private const int MostJobs = 256;

    public static MatrixDocument ToDocument(BuildPlan plan, JobSecrets? secrets = null)
    {
        var planned = plan.ToBuild.ToDictionary(image => image.Name);
        WaveDocument[] waves =
        [
            .. plan.Waves()
                // What can be built at once can be built one part after the other.
                .SelectMany(wave => wave.Chunk(MostJobs))
                .Select(wave => new WaveDocument(
                [
                    .. wave.Select(name => planned[name]).Select(image => new MatrixEntryDocument(
                        image.Name.Value,
                        image.Digest.ToString(),
                        PlanRenderer.NameOf(image.Action),
                        PlanRenderer.Explain(image),
                        image.Platform,
                        Line(secrets?.OptionsOf(image.Name) ?? []))),
                ])),
        ];
        return new MatrixDocument(planned.Count, waves);
    }

    // Ids need no quoting, so the shell of a job takes the line apart by its blanks.
    private static string? Line(ImmutableArray<string> options) => options.IsEmpty ? null : string.Join(' ', options);

    /// <summary>
    /// The outputs of the step: <c>plan</c>, <c>count</c>, <c>waves</c>,
    /// and a matrix <c>wave-1</c>, <c>wave-2</c>… each.
    /// </summary>
    public static IEnumerable<(string Name, string Value)> ToOutputs(MatrixDocument matrix) =>
    [
        ("plan", JsonOutput.ToLine(matrix)),
        ("count", $"{matrix.Count}"),
        ("waves", $"{matrix.Waves.Count}"),
        .. matrix.Waves.Select((wave, place) => ($"wave-{place + 1}", JsonOutput.ToLine(wave))),
    ];
}
