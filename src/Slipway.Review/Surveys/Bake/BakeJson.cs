using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Review.Surveys.Bake;

/// <summary>Reads the targets of <c>docker-bake.json</c>.</summary>
/// <remarks>Every JSON is YAML but for tabs between its values, and the reader of YAML knows the places.</remarks>
internal static class BakeJson
{
    /// <returns>Null when it cannot be read; that is reported.</returns>
    public static BakeFile? Read(string text, RelativePath file, DiagnosticBag problems)
    {
        if (!IsJson(text, file, problems))
        {
            return null;
        }

        var found = new DiagnosticBag();
        bool isRead = YamlTreeReader.TryRead(
            text.Replace('\t', ' '), file.Value, found, out var root);
        problems.AddRange(found.ToSorted().Select(problem => BakeReader.Malformed(
            problem.Message.Replace("valid YAML", "valid JSON", StringComparison.Ordinal), problem.Location)));
        if (!isRead)
        {
            return null;
        }

        if (root is not YamlMap top)
        {
            problems.Add(BakeReader.Malformed(
                "The file holds no object", root?.Location ?? new SourceLocation(file.Value)));
            return null;
        }

        var variables = Section(top, "variable").ToDictionary(
            entry => entry.Key.Text,
            entry => (entry.Value as YamlMap)?.Find("default"),
            StringComparer.Ordinal);
        BakeValue? Variable(string name) =>
            variables.GetValueOrDefault(name) is { } node ? ToValue(node, _ => null) : null;
        return new BakeFile(
        [
            .. Section(top, "target").Select(entry => new BakeTarget(
                entry.Key.Text,
                entry.Key.Location.Line,
                entry.Value is YamlMap map
                    ? map.Entries.ToImmutableDictionary(
                        key => key.Key.Text, key => ToValue(key.Value, Variable), StringComparer.Ordinal)
                    : ImmutableDictionary<string, BakeValue>.Empty)),
        ]);
    }

    /// <summary>Whether a text is JSON, which is less than the reader of YAML takes.</summary>
    private static bool IsJson(string text, RelativePath file, DiagnosticBag problems)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException problem)
        {
            problems.Add(BakeReader.Malformed(
                "The file is not valid JSON",
                new SourceLocation(
                    file.Value, (int)(problem.LineNumber ?? 0) + 1, (int)(problem.BytePositionInLine ?? 0) + 1)));
            return false;
        }
    }

    private static ImmutableArray<YamlEntry> Section(YamlMap top, string key) =>
        top.Find(key) is YamlMap map ? map.Entries : [];

    private static BakeValue ToValue(YamlNode node, Func<string, BakeValue?> variableOf) => node switch
    {
        YamlScalar { IsNull: true } => BakeValue.Nothing.Instance,
        YamlScalar { IsPlain: true } scalar => new BakeValue.Scalar(scalar.Text),
        YamlScalar scalar => HclTemplate.Render(scalar.Text, hasEscapes: false, expression =>
        {
            try
            {
                return new HclEvaluator(variableOf).Evaluate(
                    [.. new HclScanner(expression).Scan().Where(word => word.Kind != HclKind.End)]);
            }
            catch (HclException)
            {
                return new BakeValue.Unknown("a template that is no HCL");
            }
        }),
        YamlList list => new BakeValue.List([.. list.Items.Select(item => ToValue(item, variableOf))]),
        YamlMap map => new BakeValue.Map([.. map.Entries.Select(entry =>
            new KeyValuePair<string, BakeValue>(entry.Key.Text, ToValue(entry.Value, variableOf)))]),
        _ => new BakeValue.Unknown("a value of another kind"),
    };
}
