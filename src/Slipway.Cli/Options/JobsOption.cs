using System.CommandLine;
using System.Globalization;
using Slipway.Application.Requests;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>The option <c>--jobs</c>.</summary>
internal static class JobsOption
{
    private const string Name = "--jobs";

    public static Option<string?> Create() => new(Name, "-j")
    {
        Description = "How many images to build at once (default: one per processor, four at most)",
        HelpName = "N",
    };

    public static int Read(ParseResult arguments)
    {
        string? text = arguments.GetValue<string?>(Name);
        return text is null ? Math.Clamp(Environment.ProcessorCount, 1, 4)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int jobs)
            && jobs is >= 1 and <= 1000
                ? jobs
            : throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue, $"'{text}' is not a value for -j", "Give a number from 1 to 1000."));
    }
}
