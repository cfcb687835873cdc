using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Core.Contexts;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>mach taskgraph image-digest</c></summary>
internal sealed class MachImageDigestCommand : MachCommand
{
    private readonly Argument<string> _image = ImageArguments.One("The image");

    public MachImageDigestCommand()
        : base("image-digest", "Print the digest of an image")
    {
        Arguments.Add(_image);

        // mach reads them and does nothing with them.
        Options.Add(MachOptions.Tag("Taken and not looked at, as by mach"));
        Options.Add(MachOptions.ContextOnly("Taken and not looked at, as by mach"));
    }

    public override IReadOnlyList<Example> Examples =>
        [new("slipway mach taskgraph image-digest lint", "one line, for scripts")];

    protected override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = invocation.Workspace;
        string name = invocation.Arguments.GetRequiredValue(_image);
        workspace.AskOnlyAbout([name]);
        var image = workspace.Require(name);
        var dialect = workspace.Catalog.Config.Dialect;
        if (!image.IsCached && !dialect.UncachedHaveDigests)
        {
            throw new SlipwayException(new Diagnostic(
                ContextCodes.NoDigest,
                $"{image.Name} has no digest, because every push builds it",
                $"Its task says 'cache: false'; {dialect.Name} has digests only of what is cached.",
                image.Location));
        }

        var inputs = await workspace.DigestsAsync([image], cancellationToken);
        await invocation.Terminal.Output.WriteLineAsync(inputs[image.Name].Digest.ToString());
        return 0;
    }
}
