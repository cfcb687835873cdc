using System.CommandLine;
using Slipway.Application.Files;
using Slipway.Application.Graphs;
using Slipway.Application.Requests;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering.Graphs;
using Slipway.Cli.Terminals;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway graph</c></summary>
internal sealed class GraphCommand : SlipwayCommand
{
    private const string Text = "text";
    private const string Mermaid = "mermaid";
    private const string Dot = "dot";
    private const string Svg = "svg";
    private const string JsonFormat = "json";

    private readonly Option<string> _format = new("--format")
    {
        Description = "How to draw it (default: text, or what the name of the file says)",
        HelpName = string.Join('|', Text, Mermaid, Dot, Svg, JsonFormat),
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The file to write, or - for standard output",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _of = ImageArguments.Option(
        "--of", "Only this image and what it needs; may be repeated");

    private readonly Option<bool> _dependents = new("--dependents")
    {
        Description = "With --of: the image and what needs it instead",
    };

    private readonly Option<bool> _plan = new("--plan")
    {
        Description = "Colour and name what `slipway plan` would do, and why",
    };

    private readonly Option<bool> _external = new("--external")
    {
        Description = "Also the images from elsewhere that Dockerfiles name",
    };

    public GraphCommand()
        : base("graph", "Draw the images and what they are built on")
    {
        _format.AcceptOnlyFromAmong(Text, Mermaid, Dot, Svg, JsonFormat);
        Options.Add(_format);
        Options.Add(_output);
        Options.Add(_of);
        Options.Add(_dependents);
        Options.Add(_plan);
        Options.Add(_external);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway graph", "a tree in the terminal"),
        new("slipway graph --plan -o images.svg", "a picture of what a build would do"),
        new("slipway graph --of base --dependents", "what a change of base rebuilds"),
        new("slipway graph --format mermaid", "for a page in Markdown"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var arguments = invocation.Arguments;
        string? output = arguments.GetValue(_output);
        string format = invocation.Json ? JsonFormat : arguments.GetValue(_format) ?? FormatOf(output);
        var drawing = await DrawAsync(invocation, cancellationToken);
        if (output is not (null or "-"))
        {
            await OutputFile.WriteTextAsync(output, Render(drawing, format), cancellationToken);
        }
        else if (format == Text)
        {
            new GraphTree(drawing, invocation.Terminal.OutputConsole).Write();
        }
        else
        {
            await invocation.Terminal.Output.WriteAsync(Render(drawing, format).AsMemory(), cancellationToken);
        }

        return ExitCode.Done;
    }

    private async Task<GraphDrawing> DrawAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        string[] of = invocation.Arguments.GetValue(_of) ?? [];
        bool dependents = invocation.Arguments.GetValue(_dependents);
        if (dependents && of.Length == 0)
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.Conflict,
                "--dependents is for one image",
                "Name it: `slipway graph --of IMAGE --dependents`."));
        }

        var request = new GraphRequest
        {
            Of = [.. of],
            Dependents = dependents,
            External = invocation.Arguments.GetValue(_external),
            WithPlan = invocation.Arguments.GetValue(_plan),
        };
        var (graph, title, plan) = await invocation.Workspace.GraphAsync(request, cancellationToken);
        return new GraphDrawing(graph, title, plan);
    }

    private static string FormatOf(string? file) => Path.GetExtension(file)?.ToLowerInvariant() switch
    {
        ".svg" => Svg,
        ".dot" or ".gv" => Dot,
        ".mmd" or ".mermaid" => Mermaid,
        ".json" => JsonFormat,
        _ => Text,
    };

    // A file is looked at too, and XML cannot hold controls at all.
    private static string Render(GraphDrawing drawing, string format) => Display.Lines(Draw(drawing, format));

    private static string Draw(GraphDrawing drawing, string format)
    {
        var text = new StringWriter();
        switch (format)
        {
            case Mermaid:
                return MermaidGraph.Write(drawing);
            case Dot:
                return DotGraph.Write(drawing);
            case Svg:
                return SvgGraph.Write(drawing);
            case JsonFormat:
                JsonOutput.Write(text, GraphJson.ToDocument(drawing));
                return text.ToString();
            default:
                new GraphTree(drawing, Terminal.For(noColor: true, text, TextWriter.Null).OutputConsole).Write();
                return text.ToString();
        }
    }
}
