using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Slipway.Cli.Help;
using Slipway.Cli.Json;
using Slipway.Cli.Options;

namespace Slipway.Cli.Hosting;

/// <summary>
/// <c>--version</c>: one line; with <c>-v</c> or <c>--json</c> also what the program is made from.
/// </summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    private static readonly string[] Companions = ["--json", "--verbose", "--no-color"];

    /// <summary>The option, which stands alone or with those that say how much is printed, and in which form.</summary>
    public static void Equip(VersionOption option)
    {
        option.Action = new VersionText();
        option.Validators.Clear();
        option.Validators.Add(static result =>
        {
            if (result.Parent is CommandResult line && line.Children.Any(other =>
                !ReferenceEquals(other, result)
                && !(other is OptionResult { Option.Name: var name, Implicit: var isImplicit }
                    && (isImplicit || Companions.Contains(name)))))
            {
                result.AddError("--version stands alone, or with -v or --json");
            }
        });
    }

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.GetValue<bool>("--json"))
        {
            JsonOutput.Write(output, Document());
        }
        else if (GlobalOptions.Verbosity(parseResult) > 0)
        {
            WriteAll(output, Document());
        }
        else
        {
            output.WriteLine(ProductVersion.Text);
        }

        return 0;
    }

    private static VersionDocument Document() => new(
        ProductVersion.Number,
        ProductVersion.Commit,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.RuntimeIdentifier,
        RuntimeFeature.IsDynamicCodeSupported ? "jit" : "native",
        [.. ProgramParts.Libraries.Select(ToDocument)],
        [.. ProgramParts.Packages.Select(ToDocument)]);

    private static PartDocument ToDocument(ProgramPart part) => new(part.Name, part.Version, part.Package, part.Sha256);

    private static void WriteAll(TextWriter output, VersionDocument document)
    {
        output.WriteLine(ProductVersion.Text);
        output.WriteLine($"runtime   {document.Runtime}, {document.Compilation}, {document.Platform}");
        foreach (var library in document.Libraries)
        {
            string from = library.Package is { } package ? $"{package} {library.Version}" : "the machine that built it";
            output.WriteLine($"carries   {library.Name} from {from}, sha256:{library.Sha256}");
        }

        foreach (var package in document.Packages)
        {
            output.WriteLine($"contains  {package.Name} {package.Version}");
        }
    }
}
