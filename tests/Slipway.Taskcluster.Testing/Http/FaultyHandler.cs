using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Faults;

namespace Slipway.Taskcluster.Testing.Http;

/// <summary>Records requests, lets those go wrong that are to, and writes the answers of the others.</summary>
internal sealed class FaultyHandler(
    Func<string, string> serviceOf,
    Func<Exchange, RecordedRequest, CancellationToken, Task<Answer>> answer,
    FaultPlan faults,
    RequestCollection log)
{
    public async Task HandleAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        var request = new RecordedRequest(serviceOf(exchange.Resource), exchange.Request);
        log.Add(request);
        var fault = faults.Take(request);
        switch (fault)
        {
            case Fault.Stall or Fault.Drop or Fault.Answer when fault.IsProcessed:
                await answer(exchange, request, cancellationToken);
                break;
            case Fault.Delay delay:
                await Task.Delay(delay.Time, cancellationToken);
                break;
            case Fault.Answer:
                // The client must have sent all before it looks for an answer.
                await exchange.Request.InputStream.CopyToAsync(Stream.Null, cancellationToken);
                break;
        }

        switch (fault)
        {
            case Fault.Drop:
                exchange.Cut();
                return;
            case Fault.Stall:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return;
            case Fault.Answer other:
                await WriteAsync(exchange, request, Broken(other.Status), null, cancellationToken);
                return;
            default:
                var given = await answer(exchange, request, cancellationToken);
                await WriteAsync(exchange, request, given, fault, cancellationToken);
                return;
        }
    }

    private static Answer Broken(int status) => status > 500
        ? Answer.Text(status, $"<html><head><title>{status}</title></head><body>upstream</body></html>", "text/html")
        : Answer.Json(
            new JsonObject
            {
                ["code"] = "InternalServerError",
                ["message"] = $"Internal Server Error, incidentId {Guid.NewGuid()}.",
                ["requestInfo"] = new JsonObject(),
            },
            status);

    private static async Task WriteAsync(
        Exchange exchange, RecordedRequest request, Answer answer, Fault? fault, CancellationToken cancellationToken)
    {
        request.Status = answer.Status;
        exchange.Begin(answer.Status, answer.ContentType, answer.Headers);
        if (exchange.Request.HttpMethod == "HEAD" || answer.Status == 204)
        {
            return;
        }

        exchange.Response.ContentLength64 = answer.Length;
        if (answer.Open is null)
        {
            return;
        }

        await using var body = answer.Open();
        var output = exchange.Response.OutputStream;
        switch (fault)
        {
            case Fault.Truncate truncate when truncate.Bytes < answer.Length:
                await CopyAsync(body, output, truncate.Bytes, cancellationToken);
                await exchange.CutAfterWhatWasWrittenAsync();
                break;
            case Fault.StallAfter stall when stall.Bytes < answer.Length:
                await CopyAsync(body, output, stall.Bytes, cancellationToken);
                await output.FlushAsync(cancellationToken);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
            case Fault.Corrupt corrupt when corrupt.At < answer.Length:
                await CopyAsync(body, output, corrupt.At, cancellationToken);
                output.WriteByte((byte)~body.ReadByte());
                await CopyAsync(body, output, answer.Length - corrupt.At - 1, cancellationToken);
                break;
            default:
                await CopyAsync(body, output, answer.Length, cancellationToken);
                break;
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, long bytes, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        while (bytes > 0)
        {
            int read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, bytes)), cancellationToken);
            if (read == 0)
            {
                throw new EndOfStreamException("The stored bytes are fewer than their recorded length.");
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            bytes -= read;
        }
    }
}
