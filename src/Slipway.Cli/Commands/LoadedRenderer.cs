using Slipway.Application.Running;
using Slipway.Application.Wording;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Model.Values;

namespace Slipway.Cli.Commands;

/// <summary>Prints what the engine has now.</summary>
internal static class LoadedRenderer
{
    public static async Task WriteAsync(Invocation invocation, LoadedImage loaded)
    {
        var (description, name, image, tags, result) = loaded;
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, new LoadDocument(
                name?.Value,
                image.ImageHash.ToString(),
                tags,
                result.LayersSent,
                result.LayersPresent,
                result.BytesSent));
        }
        else
        {
            string sent = result.BytesSent == 0
                ? "was there"
                : $"sent {result.LayersSent} of {result.LayersSent + result.LayersPresent} layers, "
                    + $"{Units.Bytes(result.BytesSent)}";
            await invocation.Terminal.Output.WriteLineAsync(
                $"{description} is {image.ImageHash.ToOciString()} "
                + $"({sent}){(tags.IsEmpty ? string.Empty : $", tagged {string.Join(", ", tags)}")}");
        }
    }
}
