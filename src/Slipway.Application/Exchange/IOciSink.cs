using Slipway.Archives.Docker;

namespace Slipway.Application.Exchange;

/// <summary>Where the files of an OCI image layout go.</summary>
internal interface IOciSink
{
    /// <param name="name">The path within the layout.</param>
    /// <param name="content">Exactly <paramref name="size"/> bytes.</param>
    Task PutAsync(string name, long size, Stream content, CancellationToken cancellationToken);
}

/// <summary>A layout in a tar.</summary>
internal sealed class OciTar(ArchiveWriter writer) : IOciSink
{
    public async Task PutAsync(string name, long size, Stream content, CancellationToken cancellationToken)
    {
        await writer.BeginFileAsync(name, size, cancellationToken);
        var buffer = new byte[256 << 10];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            await writer.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        await writer.EndFileAsync(cancellationToken);
    }
}

/// <summary>A layout in a folder that is there and empty.</summary>
internal sealed class OciFolder(string folder) : IOciSink
{
    public async Task PutAsync(string name, long size, Stream content, CancellationToken cancellationToken)
    {
        string path = Path.Join(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await content.CopyToAsync(file, cancellationToken);
    }
}
