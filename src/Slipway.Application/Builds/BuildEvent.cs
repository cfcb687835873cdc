using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Sharing;
using Slipway.Model.Values;

namespace Slipway.Application.Builds;

/// <summary>
/// Something that happened while a plan was carried out, for a person who watches. A closed set of cases.
/// </summary>
/// <param name="Image">The image it concerns.</param>
public abstract record BuildEvent(ImageName Image)
{
    /// <summary>Another process builds the same digest; this one waits for it.</summary>
    public sealed record Waiting(ImageName Image) : BuildEvent(Image)
    {
        /// <summary>Who builds it, when that is another machine.</summary>
        public LeaseHolder? Holder { get; init; }
    }

    /// <summary>A new phase of an image began.</summary>
    public sealed record PhaseBegan(ImageName Image, BuildPhase Phase) : BuildEvent(Image);

    /// <summary>The engine printed a line.</summary>
    public sealed record LogLine(ImageName Image, string Text) : BuildEvent(Image);

    /// <summary>The engine is at another step, or the step has printed something.</summary>
    /// <param name="Step">The step, as <c>[3/7] RUN make</c>; null before the first.</param>
    /// <param name="Output">The last line that it printed; empty when there is none.</param>
    public sealed record Stepped(ImageName Image, string? Step, string Output) : BuildEvent(Image);

    /// <summary>Bytes of the image were read from the engine, or sent to it.</summary>
    /// <param name="Bytes">Since the phase began.</param>
    public sealed record Transferred(ImageName Image, long Bytes) : BuildEvent(Image);

    /// <summary>The image is done, one way or another.</summary>
    public sealed record Finished(ImageName Image, ImageOutcome Outcome) : BuildEvent(Image);

    /// <summary>Something a person should know that stops nothing.</summary>
    public sealed record Warned(ImageName Image, Diagnostic Diagnostic) : BuildEvent(Image);
}

/// <summary>What is being done with an image that is built.</summary>
public enum BuildPhase
{
    /// <summary>Its parents are made available in the engine.</summary>
    Parents,

    /// <summary>The engine builds it.</summary>
    Building,

    /// <summary>Its layers go into the store.</summary>
    Storing,

    /// <summary>It is brought to where others have it from.</summary>
    Sharing,

    /// <summary>It is put into the index.</summary>
    Indexing,
}

/// <summary>Turns counts of bytes into events, on the thread that reports them.</summary>
internal sealed class TransferProgress(ImageName image, Action<BuildEvent> report) : IProgress<long>
{
    public void Report(long value) => report(new BuildEvent.Transferred(image, value));
}
