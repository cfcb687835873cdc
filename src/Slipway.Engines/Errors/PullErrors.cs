using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Engines.Errors;

/// <summary>What to say when an engine does not get an image from its registry.</summary>
internal static class PullErrors
{
    private const int LongestReason = 300;

    /// <param name="reference">The image.</param>
    /// <param name="command">What a person calls the engine by: <c>podman</c>.</param>
    /// <param name="said">What the engine's command printed.</param>
    public static SlipwayException Failed(string reference, string command, string said)
    {
        if (OtherLayers.FindIn(said) is { } image)
        {
            return OtherLayers.Found(command, image);
        }

        string reason =
            said.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0) ?? "it said nothing";
        return new SlipwayException(new Diagnostic(
            EngineCodes.PullFailed,
            $"The engine does not have {Display.Text(reference)} and could not pull it: "
            + $"{Display.Ends(Display.WithoutCredentials(reason), LongestReason)}",
            "Check the name, and that the engine reaches the registry and may read there; "
            + "an image of this tree is named without registry and tag"));
    }
}
