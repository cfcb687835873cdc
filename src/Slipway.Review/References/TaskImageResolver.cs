using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Review.References;

/// <summary>
/// Resolves the images that task definitions name by structure, such as <c>docker-image: {in-tree: builder}</c>.
/// </summary>
/// <remarks>
/// The forms are those of docker-worker's payload and of taskgraph's <c>docker-image</c>. Only the mapping of the image
/// is written anew, as JSON, which is YAML too; every other byte of the file stays.
/// </remarks>
public sealed class TaskImageResolver
{
    // Above any definition that the Queue would take.
    private const int MaximumSize = 16 * 1024 * 1024;

    // A file without these words names no image in these forms, and need not be YAML at all.
    private static readonly string[] Words = ["in-tree", "indexed", "task-image"];

    private readonly string _text;
    private readonly TaskImageForms _forms;
    private readonly HashSet<YamlNode> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<YamlNode> _resolved = new(ReferenceEqualityComparer.Instance);
    private readonly SortedDictionary<int, (int Length, string Replacement)> _edits = [];
    private readonly ImmutableArray<ResolvedReference>.Builder _references =
        ImmutableArray.CreateBuilder<ResolvedReference>();

    private TaskImageResolver(string text, TaskImageForms forms)
    {
        _text = text;
        _forms = forms;
    }

    /// <param name="content">The file, its marks expanded.</param>
    /// <param name="file">
    /// Its name, for messages. One that ends in something else than .yml, .yaml or .json is left alone; what has no
    /// ending, as standard input, is taken for a definition when it can be read as one.
    /// </param>
    /// <param name="tasks">Knows the tasks of images.</param>
    /// <param name="pinIndexed">Whether the task to which a namespace points takes the namespace's place.</param>
    /// <param name="problems">Gets what is wrong; a file that is no YAML is a warning,
    /// because it may be a template of one.</param>
    public static ResolvedFile Resolve(
        ReadOnlyMemory<byte> content, string file, IImageTaskSource tasks, bool pinIndexed, DiagnosticBag problems)
    {
        bool isDefinition = IsDefinition(file);
        if (!(isDefinition || Path.GetExtension(file).Length == 0)
            || content.Length > MaximumSize
            || !Utf8Text.TryDecode(content.Span, out string text, out _)
            || !Words.Any(word => text.Contains(word, StringComparison.Ordinal)))
        {
            return new ResolvedFile(content, []);
        }

        // What the reader calls the first character stands behind a byte order mark.
        string body = text.TrimStart('\ufeff');
        string mark = text[..^body.Length];
        var reading = new DiagnosticBag();
        if (!YamlTreeReader.TryRead(body, file, reading, out var root) || root is null)
        {
            problems.AddRange(reading.ToSorted()
                .Where(_ => isDefinition)
                .Select(problem => problem with { Severity = Severity.Warning }));
            return new ResolvedFile(content, []);
        }

        var resolver = new TaskImageResolver(body, new TaskImageForms(tasks, pinIndexed, problems));
        resolver.Visit(root, isPayload: false);
        return resolver._edits.Count == 0
            ? new ResolvedFile(content, resolver._references.DrainToImmutable())
            : new ResolvedFile(Utf8Text.Encode(mark + resolver.Apply()), resolver._references.DrainToImmutable());
    }

    /// <summary>Whether a file is named like one that holds definitions.</summary>
    public static bool IsDefinition(string file) =>
        Path.GetExtension(file).ToLowerInvariant() is ".yml" or ".yaml" or ".json";

    private void Visit(YamlNode node, bool isPayload)
    {
        // What has several names by aliases is looked into once.
        if (!_seen.Add(node))
        {
            return;
        }

        foreach (var item in (node as YamlList)?.Items ?? [])
        {
            Visit(item, isPayload: false);
        }

        foreach (var (key, value) in (node as YamlMap)?.Entries ?? [])
        {
            if (key.Text is TaskImageForms.Image or TaskImageForms.DockerImage
                && value is YamlMap image
                && TaskImageForms.IsImage(image))
            {
                Resolve(key, image, isPayload);
            }
            else
            {
                Visit(value, key.Text == "payload");
            }
        }
    }

    private void Resolve(YamlScalar key, YamlMap image, bool isPayload)
    {
        if (!_resolved.Add(image) || _forms.Resolve(image) is not { } resolved)
        {
            return;
        }

        _references.Add(resolved.Reference);
        if (resolved.Replacement is { } replacement)
        {
            int start = StartOf(image);
            _edits[start] = (image.Range.End.Value - start, replacement);
        }

        // The word is taskgraph's; a worker knows its own only.
        if (isPayload && key.Text == TaskImageForms.DockerImage)
        {
            _edits[key.Range.Start.Value] = (
                key.Range.End.Value - key.Range.Start.Value,
                key.IsPlain ? TaskImageForms.Image : $"\"{TaskImageForms.Image}\"");
        }
    }

    /// <summary>Behind the anchor, which others may name.</summary>
    private int StartOf(YamlMap map) =>
        map.IsFlow
            ? _text.IndexOf('{', map.Range.Start.Value)
            : map.Entries
                .Select(entry => entry.Key.Range.Start.Value)
                .Where(start => start >= map.Range.Start.Value && start < map.Range.End.Value)
                .DefaultIfEmpty(map.Range.Start.Value)
                .Min();

    private string Apply()
    {
        var result = new StringBuilder(_text.Length + 256);
        int copied = 0;
        foreach (var (start, (length, replacement)) in _edits)
        {
            result.Append(_text, copied, start - copied).Append(replacement);
            copied = start + length;
        }

        return result.Append(_text, copied, _text.Length - copied).ToString();
    }
}
