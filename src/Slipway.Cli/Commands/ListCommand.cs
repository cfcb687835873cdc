using System.CommandLine;
using Slipway.Application.Wording;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Storage;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway list</c></summary>
internal sealed class ListCommand : SlipwayCommand
{
    private readonly Argument<string[]> _images = ImageArguments.Many("The images to list (default: all)");

    public ListCommand()
        : base("list", "List the images of the tree, their digests and where they are indexed") =>
        Arguments.Add(_images);

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway list", "every image of the tree"),
        new("slipway list --level 3", "what the release branches can find"),
        new("slipway list --json | jq -r '.[].name'", "for scripts"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var images = await invocation.Workspace.ListAsync(
            invocation.Arguments.GetValue(_images) ?? [], cancellationToken);
        ImageDocument[] documents =
        [
            .. images.Select(image => Describe(image.Image, image.Planned, image.Stored))
                .Concat(UnfitRenderer.ToDocuments(invocation.Unfit).Select(unfit =>
                    new ImageDocument(unfit.Name, null, null, null, null, null, null, null, null, unfit)))
                .OrderBy(image => image.Name, StringComparer.Ordinal),
        ];
        if (invocation.Json)
        {
            JsonOutput.Write<IReadOnlyList<ImageDocument>>(invocation.Terminal.Output, documents);
        }
        else
        {
            WriteTable(invocation, documents);
        }

        return ExitCode.Done;
    }

    private static ImageDocument Describe(ImageDefinition image, PlannedImage planned, StoredImage? stored) => new(
        image.Name.Value,
        KindNames.Of(image.Kind),
        image.Folder.Value,
        planned.HasDigest ? planned.Digest.ToString() : null,
        [.. image.Parents.Where(edge => edge.IsBase).Select(edge => edge.Parent.Value)],
        NeedsOf(image),
        image.Args,
        image.Platform,
        planned.Found is { } found
            ? new IndexedDocument(
                found.Entry.Namespace.Value,
                found.Scope.Text,
                found.Entry.Build.Value,
                found.Entry.ImageHash?.ToString(),
                found.Entry.HasTime ? found.Entry.BuiltAt : null,
                found.Entry.Expires,
                stored?.Size)
            : null);

    private static Dictionary<string, string>? NeedsOf(ImageDefinition image)
    {
        var needs = image.Parents.Where(edge => !edge.IsBase).ToDictionary(
            edge => edge.Parent.Value,
            edge => edge.Roles.HasFlag(EdgeRoles.Package) ? "package" : "builder",
            StringComparer.Ordinal);
        return needs.Count == 0 ? null : needs;
    }

    private static void WriteTable(Invocation invocation, IEnumerable<ImageDocument> documents)
    {
        var now = TimeProvider.System.GetUtcNow();
        var table = new TextTable("IMAGE", "KIND", "PARENTS", "DIGEST", "INDEXED", "BUILT", "SIZE");
        foreach (var image in documents)
        {
            if (image.Unfit is { } unfit)
            {
                table.Add("red", image.Name, "-", "-", unfit.State, "-", "-", "-");
                continue;
            }

            table.Add(
                image.Indexed is null ? null : "green",
                image.Name,
                image.Kind!,
                image.Parents!.Count == 0 ? "-" : string.Join(',', image.Parents),
                image.Digest?[..12] ?? "-",
                image.Indexed?.Scope ?? "-",
                image.Indexed?.BuiltAt is { } built ? Units.Age(now - built) : "-",
                image.Indexed?.Size is { } size ? Units.Bytes(size) : "-");
        }

        table.Write(invocation.Terminal.OutputConsole);
    }
}
