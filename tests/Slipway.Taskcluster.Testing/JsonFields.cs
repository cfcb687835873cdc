using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing;

/// <summary>Reads fields that a shape has checked.</summary>
internal static class JsonFields
{
    public static string Text(this JsonObject fields, string name) => fields[name]!.GetValue<string>();

    /// <summary>A time, to the millisecond: JavaScript knows no finer ones.</summary>
    public static DateTimeOffset Time(this JsonObject fields, string name) =>
        DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.Parse(fields.Text(name)).ToUnixTimeMilliseconds());

    public static string[] Texts(this JsonObject fields, string name) =>
        [.. ((JsonArray)fields[name]!).Select(item => item!.GetValue<string>())];
}
