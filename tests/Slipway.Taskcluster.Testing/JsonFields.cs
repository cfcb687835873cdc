using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing;

/// <summary>Reads fields that a shape has checked.</summary>
internal static class JsonFields
{
    public static string Text(this JsonObject fields, string name) => fields[name]!.GetValue<string>();

    public static DateTimeOffset Time(this JsonObject fields, string name) => DateTimeOffset.Parse(fields.Text(name));

    public static string[] Texts(this JsonObject fields, string name) =>
        [.. ((JsonArray)fields[name]!).Select(item => item!.GetValue<string>())];
}
