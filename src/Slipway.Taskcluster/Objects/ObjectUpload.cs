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
