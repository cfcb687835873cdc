using System.Collections.Immutable;
using Slipway.Engines.Errors;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Closing;

/// <summary>A Dockerfile that names nothing but what was provided for it.</summary>
/// <param name="Content">UTF-8 bytes, as the builder gets them.</param>
/// <param name="Externals">The images from elsewhere that it is built on:
/// the reference as written, and the image hash.</param>
/// <param name="Mask">Puts the names that a person wrote in the places of those that the builder got.</param>
/// <param name="Lines">Puts the lines of the file that a person wrote in the places of those that the builder
/// got.</param>
/// <param name="Step">Finds the line of a step that failed when the builder does not name it.</param>
internal sealed record ClosedDockerfile(
    ReadOnlyMemory<byte> Content,
    ImmutableSortedDictionary<string, ImageHash> Externals,
    NameMask Mask,
    BuilderLines Lines,
    FailedStep Step)
{
    /// <summary>Whether an image from elsewhere brings instructions that are not in the Dockerfile.</summary>
    public bool HasForeignTriggers { get; init; }

    /// <summary>
    /// A line of the builder as a person is to read it. Whatever shortens lines comes after it: of a name of which a
    /// part is gone, nobody can tell what it stands for.
    /// </summary>
    public string Show(string line)
    {
        string shown = Mask.Apply(Lines.Translate(line));
        Step.Read(shown);
        return shown;
    }

    /// <summary>A failure of the builder as a person is to read it, with the place that the builder named.</summary>
    public SlipwayException Explain(SlipwayException failure)
    {
        var masked = Mask.Apply(failure);
        return new SlipwayException(
            [
                .. masked.Diagnostics.Select(problem => problem with
                {
                    Location = problem.Location
                        ?? Lines.Told
                        ?? (problem.Code == EngineCodes.BuildFailed ? Step.Find(Mask.Apply) : null),
                }),
            ],
            failure);
    }

    /// <summary>The name that the builder got for a reference; null when the Dockerfile does not have it.</summary>
    public string? NameOf(string reference) => Mask.GivenFor(reference);
}
