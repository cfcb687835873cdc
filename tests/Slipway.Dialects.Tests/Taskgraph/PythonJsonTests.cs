using System.Text.Json;
using CsCheck;
using Slipway.Dialects.Taskgraph;

namespace Slipway.Dialects.Tests.Taskgraph;

public sealed class PythonJsonTests
{
    private const string Program =
        "import json,sys; s=eval(sys.argv[2]); [print(json.dumps(o,sort_keys=True,separators=s)) for o in "
        + "json.load(open(sys.argv[1]))]";

    private static readonly Gen<string> Text =
        Gen.OneOf(Gen.Char['\0', '\x1f'], Gen.Char[' ', '~'], Gen.Char['\x7f', '\u0fff'], Gen.Char['\ue000', '\ufffd'])
            .Array[0, 8]
            .Select(Gen.OneOf(string.Empty, "\U0001F600"), (text, end) => new string(text) + end);

    [Theory]
    [InlineData(false, "(',',':')")]
    [InlineData(true, "None")]
    public void Objects_are_written_as_by_Python(bool spaced, string separators)
    {
        Needed.Program("python3");
        var folder = Directory.CreateTempSubdirectory("slipway-json-");
        try
        {
            string file = Path.Join(folder.FullName, "objects.json");
            Gen.Dictionary(Text, Text)[0, 6].Array[200].Sample(
                objects =>
                {
                    File.WriteAllText(file, JsonSerializer.Serialize(objects));
                    Assert.Equal(
                        Tools.Run("python3", "-c", Program, file, separators).TrimEnd('\n').Split('\n'),
                        objects.Select(members => PythonJson.Object(members, spaced)));
                },
                iter: 3,
                threads: 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
