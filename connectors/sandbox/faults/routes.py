"""`/faults` of the control plane: faults are set (POST), shown (GET) and cleared (DELETE)."""

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox.faults.book import FaultBook, InvalidFault


def faults_blueprint(book: FaultBook) -> Blueprint:
    """Return the address at which faults are set, to be mounted under `/_sandbox`."""
    blueprint = Blueprint("sandbox_faults", __name__)

    def show() -> Response:
        return jsonify({"faults": [fault.as_json() for fault in book.all()]})

    def set_one() -> tuple[Response, int]:
        given = request.get_json(silent=True)
        try:
            fault = book.set(given if isinstance(given, dict) else {})
        except InvalidFault as refused:
            return jsonify({"error": str(refused)}), 400
        return jsonify({"fault": fault.as_json()}), 201

    def clear() -> Response:
        book.clear()
        return jsonify({"faults": []})

    blueprint.add_url_rule("/faults", view_func=show)
    blueprint.add_url_rule("/faults", view_func=set_one, methods=["POST"])
    blueprint.add_url_rule("/faults", view_func=clear, methods=["DELETE"])
    return blueprint
