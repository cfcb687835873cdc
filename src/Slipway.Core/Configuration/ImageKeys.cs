using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Tasks;
using Slipway.Model.Secrets;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>The keys of one image below <c>images:</c>.</summary>
public static partial class ImageKeys
{
    public static readonly ImmutableArray<ConfigKey<ImageEntry>> All =
    [
        new("definition", ReadDefinition),
        new("dockerfile", ReadDockerfile),
        new("args", ReadArgs),
        new("parent", ReadParent),
        new("platform", static (values, node, entry) =>
            entry.Platform = PlatformText.Read(values, node) ?? entry.Platform),
        new("max-age", ReadMaxAge),
        new("secrets", ReadSecrets),
        new("cache", static (values, node, entry) =>
            entry.IsCached = values.Boolean(node, "'cache'") ?? true),
        new("symbol", static (values, node, entry) =>
            entry.Change<ImageTaskSettings>(task => task with { Symbol = values.Text(node, "'symbol'") })),
        new("index", ProductIndexKeys.Read),
        new("image-builder", TaskgraphKeys.ReadImageBuilder),
        new("digest-lines", TaskgraphKeys.ReadLines),
    ];

    public static void ReadImages(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        var fromTaskgraph = draft.Images.ToDictionary(image => image.Name);
        foreach (var (key, value) in values.Map(node, "'images'"))
        {
            if (!ImageName.TryParse(key.Text, out var name))
            {
                draft.Nameless.Add(new NamelessImage(key.Text, new Diagnostic(
                    CatalogCodes.NameInvalid,
                    $"{key.Description} cannot be the name of an image",
                    $"Use {ImageName.Grammar}, {ImageName.MaximumLength} characters at most.",
                    key.Location)));
                continue;
            }

            // What taskgraph's files say about it stays, where this one does not say otherwise.
            var entry = fromTaskgraph.GetValueOrDefault(name) ?? new ImageEntry(name, key.Location);
            values.ReadApart(entry.Problems, own =>
            {
                own.ReadKeys(value, $"The image {name}", All, entry);
                CheckParent(own, entry);
            });
            if (!fromTaskgraph.ContainsKey(name))
            {
                draft.Images.Add(entry);
            }
        }
    }

    private static void CheckParent(ConfigValues values, ImageEntry entry)
    {
        const string Argument = DockerfileSettings.ParentArgument;
        if (entry.Parent is { } parent && entry.Args.ContainsKey(Argument))
        {
            values.Report(
                CatalogCodes.ParentTwice,
                $"The image {entry.Name} has both 'parent: {parent.Value}' and an argument {Argument}",
                $"Take out one of them: with 'parent:' the argument gets its value from there.",
                parent.Location);
        }
    }

    public static void ReadDefinition(ConfigValues values, YamlNode node, ImageEntry entry)
    {
        if (values.Text(node, "'definition'") is { } text)
        {
            entry.Definition = new Located<string>(text, node.Location);
        }
    }

    private static void ReadDockerfile(ConfigValues values, YamlNode node, ImageEntry entry)
    {
        if (values.Text(node, "'dockerfile'") is not { } text)
        {
            return;
        }

        if (RelativePath.TryParse(text, out var path) && !path.Value.IsRoot && !text.EndsWith('/'))
        {
            entry.Dockerfile = new Located<RelativePath>(path.Value, node.Location);
            return;
        }

        values.Report(
            ConfigurationCodes.PathOutsideRoot,
            $"'dockerfile' {node.Description} is not a file below the folder of {entry.Name}",
            "Name a file relative to the image's folder, such as Dockerfile.dev; the folder itself is named with "
            + "'definition:'.",
            node.Location);
    }

    public static void ReadArgs(ConfigValues values, YamlNode node, ImageEntry entry)
    {
        var args = entry.Args.ToBuilder();
        var places = entry.ArgPlaces.ToBuilder();
        foreach (var (key, value) in values.Map(node, "'args'"))
        {
            if (!ArgumentName.IsValid(key.Text))
            {
                values.Report(
                    CatalogCodes.ArgumentInvalid,
                    $"{key.Description} cannot be the name of an argument",
                    $"Use {ArgumentName.Grammar}.",
                    key.Location);
            }
            else if (value is not YamlScalar scalar)
            {
                values.Report(
                    ConfigurationCodes.WrongType,
                    $"The argument {Display.Text(key.Text)} is {value.Description}",
                    "Write a single value; what is in quotes is taken as it is.",
                    value.Location);
            }
            else if (scalar.Text.Contains('\0', StringComparison.Ordinal))
            {
                // Not shown: the rest of the value may be a secret that does not belong here either.
                values.Report(
                    CatalogCodes.ArgumentInvalid,
                    $"The value of {Display.Text(key.Text)} holds a NUL character, which no engine takes",
                    "Remove it.",
                    value.Location);
            }
            else
            {
                args[key.Text] = scalar.Text;
                places[key.Text] = new ArgumentPlace(scalar.Range.Start.Value, scalar.Range.End.Value, scalar.Location);
            }
        }

        entry.Args = args.ToImmutable();
        entry.ArgPlaces = places.ToImmutable();
    }

    public static void ReadParent(ConfigValues values, YamlNode node, ImageEntry entry)
    {
        if (values.Text(node, "'parent'") is not { } text)
        {
            return;
        }

        if (!ImageName.TryParse(text, out var parent))
        {
            values.Report(
                EdgeCodes.ParentUnknown,
                $"The parent of {entry.Name} cannot be {node.Description}, which is not the name of an image",
                $"Name an image of the tree: {ImageName.Grammar}.",
                node.Location);
        }
        else if (parent == entry.Name)
        {
            values.Report(
                CatalogCodes.ParentIsItself,
                $"The image {entry.Name} is its own parent",
                "Name another image, or remove 'parent:'.",
                node.Location);
        }
        else
        {
            entry.Parent = new Located<ImageName>(parent, node.Location);
        }
    }

    private static void ReadMaxAge(ConfigValues values, YamlNode node, ImageEntry entry) =>
        entry.MaxAge = values.Duration(node, "'max-age'");

    private static void ReadSecrets(ConfigValues values, YamlNode node, ImageEntry entry)
    {
        var ids = new List<string>();
        foreach (var item in values.TextList(node, "'secrets'"))
        {
            if (!SecretIds.IsValid(item.Text))
            {
                values.Report(
                    CatalogCodes.SecretInvalid,
                    $"{item.Description} cannot be the id of a secret",
                    SecretIds.Remedy,
                    item.Location);
            }
            else if (ids.Contains(item.Text))
            {
                values.Report(
                    CatalogCodes.SecretInvalid,
                    $"The secret {item.Description} is listed twice",
                    "Keep one of them.",
                    item.Location);
            }
            else
            {
                ids.Add(item.Text);
            }
        }

        entry.Secrets = [.. ids];
    }
}
