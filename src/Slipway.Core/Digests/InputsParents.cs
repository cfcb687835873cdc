using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>Reads of a stored inputs manifest what an image was built on.</summary>
public static class InputsParents
{
    /// <returns>The digests of the parents; null when there is no manifest, or it is damaged or of a newer
    /// version.</returns>
    public static ImmutableArray<InputsDigest>? Of(byte[]? manifest)
    {
        try
        {
            return manifest is null ? null : [.. BuildInputs.Parse(manifest).Parents.Select(parent => parent.Digest)];
        }
        catch (SlipwayException)
        {
            return null;
        }
    }
}
