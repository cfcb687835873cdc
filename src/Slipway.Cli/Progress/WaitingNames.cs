using Slipway.Application.Builds;
using Slipway.Model.Text;

namespace Slipway.Cli.Progress;

/// <summary>For whom a build waits, in words.</summary>
internal static class WaitingNames
{
    public static string Of(BuildEvent.Waiting waiting) => waiting.Holder is { } holder
        ? $"waiting for {Display.Printed(holder.Who)}, which builds the same digest"
            + (holder.Since is { } since ? $" since {since.UtcDateTime:HH:mm:ss}Z" : string.Empty)
            + (holder.Where is { } where ? $" ({Display.Printed(where)})" : string.Empty)
        : "waiting for another process that builds the same digest";

    public static string Short(BuildEvent.Waiting waiting) => waiting.Holder is { } holder
        ? $"waiting for {Display.Printed(holder.Who)}"
        : "waiting for another process";
}
