using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Store.Errors;

namespace Slipway.Store.Images;

/// <summary>A packed layer in a file.</summary>
/// <param name="descriptor">What it is.</param>
/// <param name="path">The file.</param>
/// <param name="owner">Disposed of with the layer: what removes the file; null for a blob of the store.</param>
internal sealed class PackedLayer(OciDescriptor descriptor, string path, IDisposable? owner) : IPackedLayer
{
    public OciDescriptor Descriptor { get; } = descriptor;

    public Stream OpenAt(long offset)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            })
            {
                Position = offset,
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.FileFailed(path, exception);
        }
    }

    public void Dispose() => owner?.Dispose();
}
