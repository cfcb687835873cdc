using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Slipway.Application.Workspaces.Parts;
using Slipway.Cli.Help;
using Slipway.Cli.Rendering;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Invocations;

/// <summary>A command that answers with the exit code of a process, which may be any number.</summary>
internal abstract class ProcessCommand : Command, IExampleSource
{
    protected ProcessCommand(string name, string description)
        : base(name, description) =>
        SetAction(async (parsed, cancellationToken) =>
        {
            await using var invocation = new Invocation(parsed, cancellationToken);
            int exit = await ExecuteAsync(invocation, cancellationToken);
            return UnfitReport.Tell(invocation.Terminal, invocation.Unfit, invocation.LeftOut, exit);
        });

    /// <summary>Command lines that work, each with what it does; shown first by <c>--help</c>.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }

    /// <summary>Behind <c>--</c> stand words of somebody else's, so no options are offered there.</summary>
    public override IEnumerable<CompletionItem> GetCompletions(CompletionContext context)
    {
        // What a pattern means does not begin like it, and would be dropped.
        var found = ImageFinder.IsPattern(context.WordToComplete)
            ? Arguments.SelectMany(argument => argument.CompletionSources).SelectMany(source => source(context))
            : base.GetCompletions(context);
        return IsBehindDashes(context)
            ? found.Where(item => !item.Label.StartsWith('-'))
            : found;
    }

    // The dashes under the cursor are the beginning of an option.
    private static bool IsBehindDashes(CompletionContext context)
    {
        var tokens = context.ParseResult.Tokens;
        return tokens.Any(token => token.Type == TokenType.DoubleDash)
            && !(tokens[^1].Type == TokenType.DoubleDash && context.WordToComplete == tokens[^1].Value);
    }

    /// <summary>The settings of a workspace as this command wants them, where it has defaults of its own.</summary>
    public virtual WorkspaceSettings Adjust(WorkspaceSettings settings) => settings;

    /// <returns>What the process answers to its caller.</returns>
    protected abstract Task<int> ExecuteAsync(Invocation invocation, CancellationToken cancellationToken);
}

/// <summary>A command that answers with an exit code of Slipway's own.</summary>
internal abstract class SlipwayCommand(string name, string description) : ProcessCommand(name, description)
{
    protected abstract Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken);

    protected sealed override async Task<int> ExecuteAsync(
        Invocation invocation,
        CancellationToken cancellationToken) => (int)await RunAsync(invocation, cancellationToken);
}
