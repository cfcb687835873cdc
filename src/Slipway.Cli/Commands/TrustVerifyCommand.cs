using System.CommandLine;
using Slipway.Application.Trusting;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Trust.Codes;
using Slipway.Trust.Verdicts;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway trust verify</c></summary>
internal sealed class TrustVerifyCommand : SlipwayCommand
{
    private readonly Option<string?> _documents = new("--documents")
    {
        Description = "Judge the chain that is written down in a folder, and ask nobody",
        HelpName = "DIR",
    };

    private readonly Option<string?> _explain = new("--explain")
    {
        Description = "Say what a rule asks for, and what to do when it does not hold",
        HelpName = "RULE",
    };

    public TrustVerifyCommand()
        : base("verify", "Hold a chain of tasks against every rule, and print what was checked")
    {
        _explain.CompletionSources.Add(_ => TrustRules.All.Select(
            rule => new System.CommandLine.Completions.CompletionItem(rule.Number)));
        Options.Add(_documents);
        Options.Add(_explain);
        Validators.Add(result =>
        {
            if (result.GetResult(_documents) is null && result.GetResult(_explain) is null)
            {
                result.AddError("Name the folder of a chain with --documents");
            }
        });
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway trust verify --documents chain", "the chain in the folder 'chain', without the network"),
        new("slipway trust verify --documents chain --json", "the same, for programs"),
        new("slipway trust verify --explain 7.3", "what rule 7.3 asks for"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Arguments.GetValue(_explain) is { } number)
        {
            Explain(invocation, number);
            return ExitCode.Done;
        }

        string folder = invocation.Arguments.GetValue(_documents)!;
        var verdict = await ChainJudge.JudgeFolderAsync(folder, cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, TrustRenderer.ToDocument(verdict));
        }
        else
        {
            TrustRenderer.Write(verdict, invocation.Terminal.Output);
        }

        return verdict.IsAccepted ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static void Explain(Invocation invocation, string number)
    {
        var rule = TrustRules.Find(number) ?? throw new SlipwayException(new Diagnostic(
            TrustCodes.RuleUnknown,
            $"There is no rule {Display.Text(number)}",
            $"Name one of {string.Join(", ", TrustRules.All.Select(known => known.Number))}."));
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, TrustRenderer.ToDocument(rule));
        }
        else
        {
            TrustRenderer.Write(rule, invocation.Terminal.Output);
        }
    }
}
