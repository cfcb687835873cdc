using System.Collections.Immutable;

namespace Slipway.Taskcluster.Objects;

/// <summary>How the Object service wants the bytes of an object.</summary>
internal abstract record UploadMethod
{
    private UploadMethod()
    {
    }

    /// <summary>They were in the request, and have been stored.</summary>
    public sealed record Inline : UploadMethod;

    /// <summary>By PUT to an address, with all of these headers.</summary>
    /// <param name="Url">As the service gave it.</param>
    /// <param name="Headers">A signature may cover them.</param>
    /// <param name="Expires">From then on a new address is needed.</param>
    public sealed record Put(string Url, ImmutableArray<(string Name, string Value)> Headers, DateTimeOffset Expires) : UploadMethod;
}
