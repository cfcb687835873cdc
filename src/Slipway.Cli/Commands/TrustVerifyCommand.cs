using System.CommandLine;
using Slipway.Application.Judging;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Trust.Codes;
using Slipway.Trust.Verdicts;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway trust verify</c></summary>
internal sealed class TrustVerifyCommand : SlipwayCommand
{
    private readonly Argument<string?> _what = TrustTarget.Argument();

    private readonly Option<string> _type = TrustTarget.Type();

    private readonly Option<bool> _noArchives = TrustTarget.NoArchives();

    private readonly Option<bool> _all = new("--all")
    {
        Description = "Judge every image of the tree that is in the index; what they share is fetched once",
    };

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
        Arguments.Add(_what);
        Options.Add(_type);
        Options.Add(_noArchives);
        Options.Add(_all);
        Options.Add(_documents);
        Options.Add(_explain);
        Validators.Add(result =>
        {
            int asked = (result.GetResult(_documents) is null ? 0 : 1)
                + (result.GetResult(_explain) is null ? 0 : 1)
                + (result.GetResult(_all) is null ? 0 : 1)
                + (result.GetResult(_what) is { Tokens.Count: > 0 } ? 1 : 0);
            if (asked != 1)
            {
                result.AddError("Name a task, a namespace or an image; or a folder with --documents; or a rule "
                    + "with --explain");
            }
        });
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway trust verify TASK_ID", "the image that a task built, and everything behind it"),
        new("slipway trust verify app --level 3", "the image that 'load' would take, by what was signed about it"),
        new("slipway trust verify registry.example.org/app:3", "what was published under a tag"),
        new("slipway trust verify base --backend taskcluster", "the image that 'load' would take"),
        new("slipway trust verify --all --level 3", "every image of the tree that is in the index"),
        new("slipway trust verify --documents chain", "the chain in the folder 'chain', without the network"),
        new("slipway trust verify --documents chain --policy policy.yml", "the same by a policy of one's own"),
        new("slipway trust verify --explain 7.3", "what rule 7.3 asks for"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Arguments.GetValue(_explain) is { } number)
        {
            Explain(invocation, number);
            return ExitCode.Done;
        }

        var arguments = invocation.Arguments;
        if (arguments.GetValue(_all))
        {
            var judged = await invocation.Workspace.Judge.JudgeAllAsync(
                !arguments.GetValue(_noArchives), cancellationToken);
            return WriteAll(invocation, judged);
        }

        var verdict = arguments.GetValue(_documents) is { } folder
            ? await invocation.Workspace.Judge.JudgeFolderAsync(folder, cancellationToken)
            : await invocation.Workspace.Judge.JudgeAsync(
                new ChainQuestion(arguments.GetValue(_what)!)
                {
                    TaskType = arguments.GetValue(_type)!,
                    WithArchives = !arguments.GetValue(_noArchives),
                },
                cancellationToken);
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

    private static ExitCode WriteAll(Invocation invocation, JudgedTree judged)
    {
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, TrustRenderer.ToDocuments(judged));
        }
        else
        {
            TrustRenderer.Write(judged, invocation.Terminal.Output);
        }

        return judged.IsAccepted ? ExitCode.Done
            : judged.Images.Any(image => image.Verdict is { IsAccepted: false }) ? ExitCode.CheckFailed
            : judged.Images.Select(image => image.Problem).OfType<Diagnostic>().First().Code.Exit;
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
