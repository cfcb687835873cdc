using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Tests.Support;

/// <summary>Clients that know nothing of the machine's credentials and certificates.</summary>
internal static class Clients
{
    public static RegistrySettings Settings { get; } = new()
    {
        Variable = _ => null,
        CertificateFolder = "/nonexistent",
        Clock = new HurriedClock(),
        ChunkSize = 64 * 1024,
    };

    public static RegistryClient Create() => new(Settings);

    /// <summary>A client with a file of credentials.</summary>
    public static RegistryClient With(string authFile) => new(Settings with { AuthFile = authFile });

    public static async Task UploadAsync(
        this RegistryClient client, RepositoryName repository, Blob blob, IProgress<long>? progress = null) =>
        await client.UploadBlobAsync(
            repository, blob.Descriptor, blob.OpenAt, progress, TestContext.Current.CancellationToken);

    public static async Task<byte[]> DownloadAsync(this RegistryClient client, RepositoryName repository, Blob blob)
    {
        using var content = new MemoryStream();
        await client.CopyBlobAsync(
            repository, blob.Descriptor, content, null, TestContext.Current.CancellationToken);
        return content.ToArray();
    }

    /// <summary>The diagnostic with which something fails.</summary>
    public static async Task<Diagnostic> FailsAsync(Func<Task> work, DiagnosticCode code)
    {
        var exception = await Assert.ThrowsAsync<SlipwayException>(work);
        Assert.Equal(code, exception.Diagnostics[0].Code);
        return exception.Diagnostics[0];
    }
}
