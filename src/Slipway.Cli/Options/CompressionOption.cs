using System.CommandLine;
using Slipway.Model.Storage;

namespace Slipway.Cli.Options;

/// <summary>The option <c>--compression</c>: how layers go to a registry.</summary>
internal sealed class CompressionOption : Option<string?>
{
    private const string Gzip = "gzip";
    private const string Zstd = "zstd";

    public CompressionOption()
        : base("--compression")
    {
        Description =
            "How layers are compressed (default: gzip, which every engine can pull; zstd needs Docker 23 or Podman)";
        HelpName = $"{Gzip}|{Zstd}";
        this.AcceptOnlyFromAmong(Gzip, Zstd);
    }

    public LayerFormat Read(ParseResult arguments) =>
        arguments.GetValue(this) == Zstd ? LayerFormat.Zstd : LayerFormat.Gzip;
}
