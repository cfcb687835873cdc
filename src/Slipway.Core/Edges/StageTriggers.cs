using System.Collections.Immutable;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Edges;

/// <summary>What the stages of a Dockerfile say with ONBUILD, and which of them others are built on.</summary>
internal sealed class StageTriggers
{
    private readonly List<(int Stage, BuildTrigger Trigger)> _triggers = [];
    private readonly HashSet<int> _bases = [];

    /// <param name="onBuild">An ONBUILD.</param>
    /// <param name="stage">The number of the stage that it stands in.</param>
    /// <param name="location">Where it stands.</param>
    /// <param name="doubts">Gets what builders would read in two ways.</param>
    public void Read(Instruction onBuild, int stage, SourceLocation location, DiagnosticBag doubts)
    {
        var (inner, escape, _) = InstructionScanner.Scan(onBuild.Arguments.ToString());
        foreach (var instruction in inner)
        {
            if (ReadingDoubts.Find(instruction, escape) is { } doubt)
            {
                doubts.Add(
                    new Diagnostic(DockerfileCodes.Doubtful, $"ONBUILD: {doubt.Message}", doubt.Remedy, location));
            }

            _triggers.Add((stage, TriggerReader.Read(instruction, escape, location)));
        }
    }

    public void AddBase(int stage) => _bases.Add(stage);

    /// <summary>What an image brings whose last stage has that number.</summary>
    public ImmutableArray<BuildTrigger> Of(int stage) =>
        [.. _triggers.Where(pair => pair.Stage == stage).Select(pair => pair.Trigger)];

    /// <summary>A stage that another one is built on carries out what only builds on the image should.</summary>
    public void DoubtOwn(DiagnosticBag doubts)
    {
        foreach (var (_, trigger) in _triggers.Where(pair => _bases.Contains(pair.Stage)))
        {
            if (trigger.Reaches || !trigger.Names.IsEmpty)
            {
                doubts.Add(new Diagnostic(
                    DockerfileCodes.Doubtful,
                    "An ONBUILD that names an image, mounts a cache or fetches something stands in a stage that "
                    + "another stage is built on",
                    "Move it into the last stage.",
                    trigger.Location));
            }
        }
    }
}
