using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Trust.Allowlists;

/// <summary>Reads <c>trust/allowlist.yml</c> and reports everything that is wrong with it.</summary>
internal sealed class AllowlistReader
{
    /// <summary>Bytes; thousands of entries take a part of it.</summary>
    public const int MaximumSize = 1024 * 1024;

    private readonly ConfigValues _values;
    private readonly ImmutableArray<AllowlistEntry>.Builder _entries = ImmutableArray.CreateBuilder<AllowlistEntry>();
    private readonly ImmutableSortedDictionary<ImageName, SourceLocation>.Builder _images =
        ImmutableSortedDictionary.CreateBuilder<ImageName, SourceLocation>();

    private AllowlistReader(DiagnosticBag problems) => _values = new ConfigValues(problems);

    public static Allowlist Read(ReadOnlyMemory<byte> content, DiagnosticBag problems)
    {
        string file = AllowlistDocument.File.Value;
        if (YamlText.Decode(content.Span, file, MaximumSize, problems) is not { } text
            || !YamlTreeReader.TryRead(text, file, problems, out var root)
            || root is null)
        {
            return Allowlist.Empty;
        }

        var reader = new AllowlistReader(problems);
        foreach (var (key, value) in reader._values.Map(root, file))
        {
            reader.ReadImage(key, value);
        }

        return new Allowlist(reader._entries.DrainToImmutable(), reader._images.ToImmutable());
    }

    private void ReadImage(YamlScalar key, YamlNode value)
    {
        if (!ImageName.TryParse(key.Text, out var image))
        {
            _values.Report(
                ConfigurationCodes.BadValue,
                $"{key.Description} cannot be the name of an image",
                $"Write the name of a registry image: {ImageName.Grammar}.",
                key.Location);
            return;
        }

        _images.Add(image, key.Location);
        if (value is YamlScalar { IsNull: true })
        {
            return;
        }

        if (value is not YamlList list)
        {
            _values.Report(
                ConfigurationCodes.WrongType,
                $"What is allowed for {image} is {value.Description}",
                "Write a list: '- image-hash: …' lines, indented below the name.",
                value.Location);
            return;
        }

        var seen = new HashSet<ImageHash>();
        foreach (var item in list.Items)
        {
            ReadEntry(image, item, seen);
        }
    }

    private void ReadEntry(ImageName image, YamlNode item, HashSet<ImageHash> seen)
    {
        int before = _values.ProblemCount;
        var draft = new AllowlistEntryDraft();
        _values.ReadKeys(item, $"An entry of {image}", AllowlistKeys.All, draft);
        if (item is YamlMap map)
        {
            foreach (string missing in AllowlistKeys.Needed.Except(map.Entries.Select(entry => entry.Key.Text)))
            {
                _values.Report(
                    ConfigurationCodes.BadValue,
                    $"An entry of {image} has no '{missing}'",
                    $"Write {string.Join(", ", AllowlistKeys.Needed)} into every entry.",
                    item.Location);
            }
        }

        if (_values.ProblemCount > before || draft is not { ImageHash: { } hash, By: { } by, On: { } on, Why: { } why })
        {
            return;
        }

        if (!seen.Add(hash))
        {
            _values.Report(
                ConfigurationCodes.BadValue,
                $"The image hash {hash.ToOciString()} is there twice for {image}",
                "Keep one of the entries.",
                item.Location);
            return;
        }

        _entries.Add(new AllowlistEntry
        {
            Image = image,
            ImageHash = hash,
            Version = draft.Version,
            RepoDigest = draft.RepoDigest,
            By = by,
            On = on,
            Why = why,
            Location = item.Location,
        });
    }
}
