using Slipway.Model.Values;

namespace Slipway.Application.Builds;

/// <summary>Turns counts of bytes into events, on the thread that reports them.</summary>
internal sealed class TransferProgress(ImageName image, Action<BuildEvent> report) : IProgress<long>
{
    public void Report(long value) => report(new BuildEvent.Transferred(image, value));
}
