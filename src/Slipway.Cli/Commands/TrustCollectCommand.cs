using System.CommandLine;
using Slipway.Application.Judging;
using Slipway.Application.Wording;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;
using Slipway.Trust.Verdicts;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway trust collect</c></summary>
internal sealed class TrustCollectCommand : SlipwayCommand
{
    private readonly Argument<string> _what = new("what")
    {
        Description = "A task id, a namespace of the index, or the name of an image of the tree",
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The folder to write; it must not hold a chain",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string> _type = TrustTarget.Type();

    private readonly Option<bool> _noArchives = TrustTarget.NoArchives();

    public TrustCollectCommand()
        : base("collect", "Write down all that a chain is judged by, to judge it again offline")
    {
        Arguments.Add(_what);
        Options.Add(_output);
        Options.Add(_type);
        Options.Add(_noArchives);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway trust collect TASK_ID -o chain", "the chain of an image, into the folder 'chain'"),
        new("slipway trust verify --documents chain", "judge it, as often as one likes"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var arguments = invocation.Arguments;
        var verdict = await invocation.Workspace.Judge.CollectAsync(
            new ChainQuestion(arguments.GetValue(_what)!)
            {
                TaskType = arguments.GetValue(_type)!,
                WithArchives = !arguments.GetValue(_noArchives),
            },
            arguments.GetValue(_output)!,
            cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, TrustRenderer.ToDocument(verdict));
        }
        else
        {
            await invocation.Terminal.Output.WriteLineAsync(
                $"Wrote the documents of {Units.Count(verdict.Links.Length, "task")} to "
                + $"{arguments.GetValue(_output)}. The chain is {Verdict(verdict)}");
        }

        return ExitCode.Done;
    }

    private static string Verdict(TrustVerdict verdict) => verdict.IsAccepted
        ? "accepted."
        : $"refused by rule {verdict.Rule}, and nothing that lies behind that was fetched: {verdict.Reason}";
}
