using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Slipway.Core.Contexts;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Review.Proposals;

/// <summary>Writes a <c>slipway.yml</c> with comments that say what its keys are for.</summary>
public static partial class ConfigText
{
    /// <summary>What tells editors where the schema is; the file is written beside.</summary>
    public const string SchemaPath = "schema/slipway.schema.json";

    public const string Modeline = $"# yaml-language-server: $schema=./{SchemaPath}";

    public static string Write(ConfigProposal proposal)
    {
        var text = new StringBuilder();
        text.Append($"{Modeline}\n");
        Comment(text, 0, "What the folders of this tree cannot say about its images.");
        Comment(text, 0, $"`slipway init` wrote it from {proposal.Origin}.");
        text.Append('\n');
        Comment(text, 0, "The first part of every name in the index, whatever the folder of a checkout is called.");
        text.Append($"prefix: {Quote(proposal.Prefix)}\n\n");
        Comment(
            text,
            0,
            proposal.Folders.IsEmpty
                ? "What the paths below are relative to; only what is listed is an image."
                : proposal.Folders is ["*"]
                    ? "Where images are: each folder in it that has a Dockerfile is one."
                    : "Where images are: each folder that the patterns describe and that has a Dockerfile is one.");
        text.Append($"folder: {Quote(proposal.Folder.ToString())}\n");
        if (proposal.Folders is not ["*"])
        {
            text.Append($"folders: [{string.Join(", ", proposal.Folders.Select(Quoted))}]\n");
        }

        if (!proposal.External.IsEmpty)
        {
            text.Append('\n');
            Comment(text, 0, "Names that look like images of this tree, and mean those of a registry.");
            text.Append($"external: [{string.Join(", ", proposal.External.Select(Quoted))}]\n");
        }

        if (!proposal.Images.IsEmpty)
        {
            text.Append('\n');
            Comment(text, 0, "Contexts, Dockerfiles under other names, arguments: what folders do not say.");
            text.Append("images:\n");
            foreach (var image in proposal.Images)
            {
                text.Append(Entry(image, proposal.Folder));
            }
        }

        if (!proposal.LeftOut.IsEmpty)
        {
            text.Append('\n');
            Comment(text, 0, "Left out, because they cannot be images as they are:");
            foreach (var build in proposal.LeftOut)
            {
                string place = Display.Line(build.Location.ToString());
                Comment(text, 0, $"  {Display.Line(build.Name)} ({place}): {Display.Line(build.Reason)}");
            }
        }

        return text.ToString();
    }

    /// <summary>The lines of one image below <c>images:</c>.</summary>
    public static string Entry(ImageProposal image, RelativePath folder)
    {
        var text = new StringBuilder();
        foreach (var build in image.Builds)
        {
            Comment(text, 2, $"{Display.Line(build.Name)} of {Display.Line(build.Location.ToString())}");
        }

        foreach (string note in image.Notes)
        {
            Comment(text, 2, $"Note: {Display.Line(note)}.");
        }

        text.Append($"  {image.Name}:\n    definition: {Quote(Relative(folder, image.Context))}\n");
        if (image.Dockerfile.Value != BuildContext.DockerfilePath)
        {
            text.Append($"    dockerfile: {Quote(image.Dockerfile.Value)}\n");
        }

        if (image.Platform is { } platform)
        {
            text.Append($"    platform: {Quote(platform)}\n");
        }

        if (!image.Secrets.IsEmpty)
        {
            text.Append($"    secrets: [{string.Join(", ", image.Secrets.Select(Quoted))}]\n");
        }

        if (!image.Args.IsEmpty)
        {
            text.Append("    args:\n");
            foreach (var (name, value) in image.Args)
            {
                text.Append($"      {Quote(name)}: {Quoted(value)}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>A path as it is written relative to a folder.</summary>
    public static string Relative(RelativePath folder, RelativePath path)
    {
        var common = folder;
        int up = 0;
        for (; !path.IsIn(common); common = common.Parent)
        {
            up++;
        }

        string below = common.IsRoot ? path.Value : path.Value[common.Value.Length..];
        string written = string.Join(
            '/', [.. Enumerable.Repeat("..", up), .. below.Split('/', StringSplitOptions.RemoveEmptyEntries)]);
        return written.Length > 0 ? written : ".";
    }

    private static void Comment(StringBuilder text, int indent, string words) =>
        text.Append($"{new string(' ', indent)}# {words}\n");

    /// <summary>As it is where YAML takes that for a text, else in quotes.</summary>
    private static string Quote(string text) => Plain().IsMatch(text) ? text : Quoted(text);

    /// <summary>In double quotes, whose escapes YAML has from JSON.</summary>
    private static string Quoted(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    [GeneratedRegex(
        @"\A(?!(?:true|false|null|yes|no|on|off|y|n)\z)(?:\.\.?|(?:\.\.?/)*[A-Za-z_][A-Za-z0-9_./-]*)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
