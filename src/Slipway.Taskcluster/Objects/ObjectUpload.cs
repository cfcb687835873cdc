using System.Collections.Immutable;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Objects;

/// <summary>An object that may be uploaded, as the Queue answers to the creation of an artifact.</summary>
/// <param name="Name">Printable ASCII, with slashes.</param>
/// <param name="ProjectId">Whose it is.</param>
/// <param name="UploadId">Proves that it is the same upload.</param>
/// <param name="Expires">As it was written: every request has to say the same.</param>
/// <param name="Credentials">For this object alone.</param>
internal sealed record ObjectUpload(
    string Name, string ProjectId, string UploadId, string Expires, TaskclusterCredentials Credentials);

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
    public sealed record Put(
        string Url,
        ImmutableArray<(string Name, string Value)> Headers,
        DateTimeOffset Expires) : UploadMethod;
}
