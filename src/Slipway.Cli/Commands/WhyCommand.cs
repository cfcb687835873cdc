using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway why</c></summary>
internal sealed class WhyCommand : SlipwayCommand
{
    private readonly Argument<string> _image = ImageArguments.One("The image");

    private readonly Option<string> _against = new("--against")
    {
        Description = "What to compare with: latest, level-N, a digest, a git revision or a date",
        HelpName = "WHAT",
        DefaultValueFactory = _ => "latest",
    };

    private readonly Option<bool> _patch = PatchOption();

    public WhyCommand()
        : base("why", "Say why an image is built, or was: what changed since the last build")
    {
        _against.CompletionSources.Add("latest", "level-3", "level-2", "level-1");
        Arguments.Add(_image);
        Options.Add(_against);
        Options.Add(_patch);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway why app", "against the last build that is indexed for this level"),
        new("slipway why app --patch", "with the changed lines"),
        new("slipway why app --against level-3", "why it is not what the release branch built"),
        new("slipway why app --against HEAD~5", "against another revision of the tree"),
    ];

    public static Option<bool> PatchOption() => new("--patch")
    {
        Description = "Show changed text files line by line, where git has the former content",
    };

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var answer = await invocation.Workspace.WhyAsync(
            invocation.Arguments.GetRequiredValue(_image),
            invocation.Arguments.GetRequiredValue(_against),
            invocation.Arguments.GetValue(_patch),
            cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, WhyRenderer.ToDocument(answer));
        }
        else
        {
            WhyRenderer.Write(answer, invocation.Terminal.OutputConsole, invocation.IsVerbose);
        }

        return ExitCode.Done;
    }
}
