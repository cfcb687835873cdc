using System.CommandLine;
using Slipway.Application.Exchange;
using Slipway.Application.Requests;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>The option <c>--format</c> of an export; without it the name of the file tells.</summary>
internal sealed class ExportFormOption : Option<string?>
{
    private const string Docker = "docker-archive";
    private const string OciArchive = "oci-archive";
    private const string Oci = "oci";

    private static readonly (string Ending, ExportForm Form)[] Endings =
    [
        (".oci.tar", new ExportForm(ExportKind.OciArchive, ExportCompression.None)),
        (".oci.tar.gz", new ExportForm(ExportKind.OciArchive, ExportCompression.Gzip)),
        (".oci.tar.zst", new ExportForm(ExportKind.OciArchive, ExportCompression.Zstd)),
        (".tar", new ExportForm(ExportKind.DockerArchive, ExportCompression.None)),
        (".tar.gz", new ExportForm(ExportKind.DockerArchive, ExportCompression.Gzip)),
        (".tgz", new ExportForm(ExportKind.DockerArchive, ExportCompression.Gzip)),
        (".tar.zst", new ExportForm(ExportKind.DockerArchive, ExportCompression.Zstd)),
        (".tzst", new ExportForm(ExportKind.DockerArchive, ExportCompression.Zstd)),
    ];

    public ExportFormOption()
        : base("--format")
    {
        Description = "What is written, whatever the file is called (default: by its ending)";
        HelpName = $"{Docker}|{OciArchive}|{Oci}";
        this.AcceptOnlyFromAmong(Docker, OciArchive, Oci);
    }

    /// <param name="arguments">The line.</param>
    /// <param name="file">The file; <c>-</c> for standard output.</param>
    /// <exception cref="SlipwayException">Nothing says what is to be written.</exception>
    public ExportForm Read(ParseResult arguments, string file)
    {
        var named = Named(file);
        return arguments.GetValue(this) switch
        {
            // The ending still says how it is compressed as a whole.
            Docker => new ExportForm(ExportKind.DockerArchive, named?.Compression ?? ExportCompression.None),
            OciArchive => new ExportForm(ExportKind.OciArchive, named?.Compression ?? ExportCompression.None),
            Oci => new ExportForm(ExportKind.OciLayout, ExportCompression.None),
            _ => named ?? throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
                $"The name '{file}' does not say what is to be written",
                "End it in .tar, .tar.gz or .tar.zst for a docker-archive, in .oci.tar for an OCI archive, in / for "
                + $"an OCI layout, or give --format {HelpName}.")),
        };
    }

    private static ExportForm? Named(string file)
    {
        if (file == "-")
        {
            return new ExportForm(ExportKind.DockerArchive, ExportCompression.None);
        }

        if (file.EndsWith('/') || Directory.Exists(file))
        {
            return new ExportForm(ExportKind.OciLayout, ExportCompression.None);
        }

        // The longest that fits: .oci.tar ends in .tar as well.
        var found = Endings
            .Where(known => file.EndsWith(known.Ending, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(known => known.Ending.Length)
            .ToList();
        return found.Count > 0 ? found[0].Form : null;
    }
}
